// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs about people whose records are looked up first: who leaves, and members of a campaign. */
final class JobLookupTest extends JobFixture {

    @Test
    void who_leaves_is_looked_up_and_only_records_that_are_there_are_in_the_job() {
        jobsAreTaken();
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[
                 {"httpStatusCode":200,"body":{"done":true,"records":[
                  {"Id":"003B","External_Id__c":"P1"},{"Id":"003C","External_Id__c":"p2"},{"Id":"003D","External_Id__c":"p2"}]}},
                 {"httpStatusCode":200,"body":{"done":true,"records":[{"Id":"003Z","External_Id__c":"p200"}]}}]}""");

        var pending = start(FIELDS, people(Kind.REMOVE, MANY));

        assertThat(json(0).path("compositeRequest")).hasSize(2);
        assertThat(json(1).path("operation").asText()).isEqualTo("update");
        assertThat(json(1).has("externalIdFieldName")).isFalse();
        assertThat(sent().get(2).getBodyAsString())
                .isEqualTo("Id,High_Churn__c,LastName\n\"003B\",\"false\",#N/A\n\"003Z\",\"false\",#N/A\n");

        state("{\"state\":\"JobComplete\"}");
        list(WRITTEN, "sf__Id,sf__Created,Id", List.of("003Z,false,\"003Z\"", "003B,false,\"003B\""));
        var outcomes = done(pending.ticket());
        assertThat(outcomes.get(0)).as("gone already").isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("003B"));
        assertThat(rejection(outcomes.get(2)).code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(outcomes.get(200)).isEqualTo(new Outcome.Accepted("003Z"));
    }

    @Test
    void when_all_who_leave_are_gone_there_is_no_job() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[{"httpStatusCode":200,"body":{"done":true,"records":[]}},
                                      {"httpStatusCode":200,"body":{"done":true,"records":[]}}]}""");

        var result = write(FIELDS, people(Kind.REMOVE, MANY));

        assertThat(((BatchResult.Done) result).outcomes()).hasSize(MANY).containsOnly(new Outcome.Accepted(""));
        assertThat(sent()).hasSize(1);
    }

    @Test
    void many_external_ids_are_looked_up_five_queries_a_call() {
        var shown = destination.audiences().preview(RemoteAudience.planned(FIELDS), people(Kind.REMOVE, 2_001));

        assertThat(shown.requests()).hasSize(6);
        assertThat(shown.requests().subList(0, 3)).allSatisfy(request -> {
            assertThat(request.url()).endsWith("/composite");
            assertThat(parse(request.body()).path("compositeRequest")).hasSizeLessThanOrEqualTo(5);
        });
        assertThat(shown.requests().get(4).body()).contains("\"{recordId}\",\"false\",#N/A\n");
    }

    @Test
    void members_of_a_campaign_are_created_by_a_job_and_who_is_one_already_is_what_we_want() {
        jobsAreTaken();

        var pending = start(CAMPAIGN, "701A", people(Kind.ADD, MANY, Map.of()));

        assertThat(json(0))
                .isEqualTo(
                        parse(
                                """
                        {"object":"CampaignMember","operation":"insert",
                         "contentType":"CSV","lineEnding":"LF","columnDelimiter":"COMMA"}"""));
        assertThat(sent().get(1).getBodyAsString())
                .startsWith("CampaignId,Contact.External_Id__c,Status\n\"701A\",\"p0\",\"Sent\"\n");

        theJobCreatesAllButTheFirstFrom(1);
        assertThat(done(pending.ticket()).get(0)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void of_members_and_new_ones_the_larger_part_goes_by_a_job_and_the_others_with_the_next() {
        jobsAreTaken();
        onlyTheSecondIsAMember();

        var pending = start(CAMPAIGN, "701A", people(Kind.ADD, MANY));

        assertThat(json(1).path("operation").asText()).isEqualTo("insert");
        assertThat(sent().get(2).getBodyAsString())
                .startsWith("CampaignId,Contact.External_Id__c,Status,LastName\n\"701A\",\"p0\",\"Sent\",\"Muster\"\n")
                .doesNotContain("\"p1\"");

        theJobCreatesAllButTheFirstFrom(2);
        var outcomes = done(pending.ticket());
        assertThat(((Outcome.Retry) outcomes.get(0)).problem().code())
                .as("became a member meanwhile: its fields are not written yet")
                .isEqualTo(ProblemCode.ROW_LOCKED);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Accepted("00v2"));
    }

    @Test
    void when_all_who_enter_are_members_already_their_fields_are_written_by_a_job() {
        jobsAreTaken();
        var members = IntStream.range(0, MANY)
                .mapToObj(i -> "{\"Id\":\"00v" + i + "\",\"Contact\":{\"External_Id__c\":\"p" + i + "\"}}")
                .toList();
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                "{\"compositeResponse\":[{\"httpStatusCode\":200,\"body\":{\"done\":true,\"records\":" + members
                        + "}},{\"httpStatusCode\":200,\"body\":{\"done\":true,\"records\":[]}}]}");

        var pending = start(CAMPAIGN, "701A", people(Kind.ADD, MANY));

        assertThat(json(1).path("operation").asText()).isEqualTo("update");
        assertThat(sent().get(2).getBodyAsString()).startsWith("Id,LastName\n\"00v0\",\"Muster\"\n");
        state("{\"state\":\"JobComplete\"}");
        list(
                WRITTEN,
                "sf__Id,sf__Created,Id",
                IntStream.range(0, MANY)
                        .mapToObj(i -> "00v" + i + ",false,00v" + i)
                        .toList());
        assertThat(done(pending.ticket())).hasSize(MANY).allMatch(Outcome.Accepted.class::isInstance);
    }

    @Test
    void who_leaves_a_campaign_is_deleted_from_it_by_a_job() {
        jobsAreTaken();
        onlyTheSecondIsAMember();

        start(CAMPAIGN, "701A", people(Kind.REMOVE, MANY));

        assertThat(json(1).path("operation").asText()).isEqualTo("delete");
        assertThat(json(1).path("object").asText()).isEqualTo("CampaignMember");
        assertThat(sent().get(2).getBodyAsString()).isEqualTo("Id\n\"00v1\"\n");
        assertThat(sent()).noneMatch(request -> request.getMethod().getName().equals("DELETE"));
    }

    private void onlyTheSecondIsAMember() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[
                 {"httpStatusCode":200,"body":{"done":true,"records":[{"Id":"00v1","Contact":{"External_Id__c":"p1"}}]}},
                 {"httpStatusCode":200,"body":{"done":true,"records":[]}}]}""");
    }

    /** The job ends: everybody from a place on was created, and the first one was there. */
    private void theJobCreatesAllButTheFirstFrom(int from) {
        state("{\"state\":\"JobComplete\"}");
        list(
                WRITTEN,
                "sf__Id,sf__Created,Contact.External_Id__c",
                IntStream.range(from, MANY)
                        .mapToObj(i -> "00v" + i + ",true,p" + i)
                        .toList());
        list(
                REFUSED,
                "sf__Id,sf__Error,Contact.External_Id__c",
                List.of(",\"DUPLICATE_VALUE:Already a campaign member.:--\",p0"));
    }
}

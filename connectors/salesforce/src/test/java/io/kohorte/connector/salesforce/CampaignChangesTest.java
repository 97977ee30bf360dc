// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.connector.salesforce.FakeSalesforce.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.WireRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CampaignChangesTest {

    private static final AudienceSpec CAMPAIGN = spec(
            SyncMode.MIRROR,
            DeleteBehaviour.REMOVE_FROM_AUDIENCE,
            Map.of("writeTo", "campaign", "memberStatus", "Sent"));

    private static final Map<String, FieldValue> SCORE = Map.of("Score__c", FieldValue.of("high"));

    private final FakeSalesforce salesforce = new FakeSalesforce();
    private final SalesforceDestination destination = salesforce.open();

    @AfterEach
    void close() {
        destination.close();
        salesforce.close();
    }

    @Test
    void a_campaign_is_found_by_our_key_however_often_it_is_asked_for() {
        salesforce.answer(get(urlPathEqualTo(DATA + "/query")), "{\"records\":[{\"Id\":\"701A\"}],\"done\":true}");

        assertThat(destination.audiences().ensure(CAMPAIGN).remoteId()).isEqualTo("701A");
        assertThat(destination.audiences().ensure(CAMPAIGN).remoteId()).isEqualTo("701A");

        assertThat(salesforce.requests().get(0).queryParameter("q").firstValue())
                .isEqualTo("SELECT Id FROM Campaign WHERE Name LIKE '%[seg-42]' ORDER BY CreatedDate LIMIT 1");
    }

    @Test
    void a_campaign_is_neither_found_nor_created_on_a_guess() {
        for (var answer : List.of("{}", "{\"records\":{}}", "{\"records\":[{}]}", "{\"records\":[{\"Id\":null}]}")) {
            salesforce.answer(get(urlPathEqualTo(DATA + "/query")), answer);

            assertThatThrownBy(() -> destination.audiences().ensure(CAMPAIGN)).hasMessageStartingWith("BAD_RESPONSE");
        }
        assertThat(salesforce.requests())
                .noneMatch(request -> request.getMethod().getName().equals("POST"));
    }

    @Test
    void a_missing_campaign_is_created_with_our_key_in_its_name() {
        salesforce.answer(get(urlPathEqualTo(DATA + "/query")), "{\"records\":[],\"done\":true}");
        salesforce.answer(post(urlEqualTo(DATA + "/sobjects/Campaign")), "{\"id\":\"701N\",\"success\":true}");

        assertThat(destination.audiences().ensure(CAMPAIGN).remoteId()).isEqualTo("701N");
        assertThat(salesforce.requests().get(1).getBodyAsString()).contains("\"Name\":\"High churn [seg-42]\"");
    }

    @Test
    void a_chosen_campaign_that_is_gone_is_named_as_gone() {
        salesforce.answer(get(urlPathEqualTo(DATA + "/query")), "{\"records\":[],\"done\":true}");
        var chosen = spec(
                SyncMode.MIRROR,
                DeleteBehaviour.NOTHING,
                Map.of("writeTo", "campaign", "campaignId", "701000000000001"));

        assertThatThrownBy(() -> destination.audiences().ensure(chosen))
                .hasMessageContaining(ProblemCode.AUDIENCE_GONE.name());
    }

    @Test
    void someone_who_is_a_member_already_is_what_we_want() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite/sobjects")),
                """
                [{"id":"00v1","success":true,"errors":[]},
                 {"success":false,"errors":[{"statusCode":"DUPLICATE_VALUE","message":"Already a campaign member."}]},
                 {"success":false,"errors":[{"statusCode":"INVALID_FIELD","message":"Foreign key external ID: 3 not found for field External_Id__c in entity Contact"}]}]""");

        var result = (BatchResult.Done) destination
                .audiences()
                .write(
                        new RemoteAudience(CAMPAIGN, "701A"),
                        batch(
                                change(Kind.ADD, "1", Map.of()),
                                change(Kind.ADD, "2", Map.of()),
                                change(Kind.ADD, "3", Map.of())));

        assertThat(result.outcomes().subList(0, 2))
                .containsExactly(new Outcome.Accepted("00v1"), new Outcome.Accepted(""));
        assertThat(((Outcome.Rejected) result.outcomes().get(2)).problem().code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(salesforce.requests().get(0).getBodyAsString())
                .contains("{\"attributes\":{\"type\":\"CampaignMember\"},\"CampaignId\":\"701A\","
                        + "\"Contact\":{\"External_Id__c\":\"1\"},\"Status\":\"Sent\"}");
    }

    @Test
    void fields_of_who_enters_are_written_also_for_who_is_a_member_already_and_a_response_stays() {
        customerSevenIsAMember();
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects")), "[{\"id\":\"00v7\",\"success\":true,\"errors\":[]}]");
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite/sobjects")),
                """
                [{"id":"00v8","success":true,"errors":[]},
                 {"success":false,"errors":[{"statusCode":"DUPLICATE_VALUE","message":"Already a campaign member."}]}]""");
        var batch = batch(change(Kind.ADD, "7", SCORE), change(Kind.ADD, "8", SCORE), change(Kind.ADD, "9", SCORE));

        var preview = destination.audiences().preview(new RemoteAudience(CAMPAIGN, "701A"), batch);
        var result = (BatchResult.Done) destination.audiences().write(new RemoteAudience(CAMPAIGN, "701A"), batch);

        assertThat(result.outcomes().subList(0, 2))
                .containsExactly(new Outcome.Accepted("00v7"), new Outcome.Accepted("00v8"));
        assertThat(((Outcome.Retry) result.outcomes().get(2)).problem().code())
                .as("became a member between being looked up and being created: looked up again, then written")
                .isEqualTo(ProblemCode.ROW_LOCKED);
        assertThat(salesforce.requests().get(1).getBodyAsString())
                .isEqualTo("{\"allOrNone\":false,\"records\":[{\"attributes\":{\"type\":\"CampaignMember\"},"
                        + "\"id\":\"00v7\",\"Score__c\":\"high\"}]}");
        assertThat(salesforce.requests().get(2).getBodyAsString())
                .contains("\"Contact\":{\"External_Id__c\":\"8\"},\"Status\":\"Sent\",\"Score__c\":\"high\"}")
                .doesNotContain("\"External_Id__c\":\"7\"");
        assertThat(preview.requests()).extracting(WireRequest::method).containsExactly("POST", "PATCH", "POST");
        assertThat(preview.requests().get(1).body()).contains("\"id\":\"{recordId}\"");
    }

    @Test
    void when_members_are_written_and_new_ones_cannot_be_created_only_these_come_again() {
        customerSevenIsAMember();
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects")), "[{\"id\":\"00v7\",\"success\":true,\"errors\":[]}]");
        salesforce.stubFor(post(urlEqualTo(DATA + "/composite/sobjects"))
                .willReturn(aResponse().withStatus(503).withBody("[{\"errorCode\":\"SERVER_UNAVAILABLE\"}]")));

        var result = (BatchResult.Done) destination
                .audiences()
                .write(
                        new RemoteAudience(CAMPAIGN, "701A"),
                        batch(change(Kind.ADD, "8", SCORE), change(Kind.ADD, "7", SCORE)));

        assertThat(((Outcome.Retry) result.outcomes().get(0)).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(result.outcomes().get(1)).isEqualTo(new Outcome.Accepted("00v7"));
    }

    @Test
    void to_clear_fields_of_a_campaign_means_to_take_out_whoever_leaves() {
        var clears = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("writeTo", "campaign"));
        customerSevenIsAMember();
        salesforce.answer(
                delete(urlEqualTo(DATA + "/composite/sobjects?ids=00v7&allOrNone=false")),
                "[{\"id\":\"00v7\",\"success\":true,\"errors\":[]}]");

        for (var fields : List.of(SCORE, Map.<String, FieldValue>of())) {
            var result = (BatchResult.Done) destination
                    .audiences()
                    .write(new RemoteAudience(clears, "701A"), batch(change(Kind.REMOVE, "7", fields)));

            assertThat(result.outcomes()).containsExactly(new Outcome.Accepted("00v7"));
        }
    }

    @Test
    void a_sync_that_only_updates_members_clears_their_fields_and_leaves_them_in() {
        var updates = spec(SyncMode.UPDATE, DeleteBehaviour.CLEAR_FIELDS, Map.of("writeTo", "campaign"));
        customerSevenIsAMember();
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects")), "[{\"id\":\"00v7\",\"success\":true,\"errors\":[]}]");

        var result = (BatchResult.Done) destination
                .audiences()
                .write(
                        new RemoteAudience(updates, "701A"),
                        batch(change(Kind.REMOVE, "7", SCORE), change(Kind.REMOVE, "8", Map.of())));

        assertThat(result.outcomes().get(0)).isEqualTo(new Outcome.Accepted("00v7"));
        assertThat(result.outcomes().get(1)).isInstanceOf(Outcome.Skipped.class);
        assertThat(salesforce.requests().get(1).getBodyAsString()).contains("\"id\":\"00v7\",\"Score__c\":null");
    }

    @Test
    void who_leaves_is_taken_out_of_the_campaign_and_the_contact_stays() {
        customerSevenIsAMember();
        salesforce.answer(
                delete(urlEqualTo(DATA + "/composite/sobjects?ids=00v7&allOrNone=false")),
                "[{\"id\":\"00v7\",\"success\":true,\"errors\":[]}]");

        var result = (BatchResult.Done) destination
                .audiences()
                .write(
                        new RemoteAudience(CAMPAIGN, "701A"),
                        batch(change(Kind.REMOVE, "7", Map.of()), change(Kind.REMOVE, "8", Map.of())));

        assertThat(result.outcomes()).containsExactly(new Outcome.Accepted("00v7"), new Outcome.Accepted(""));
    }

    @Test
    void a_preview_shows_placeholders_for_what_only_salesforce_knows_and_sends_nothing() {
        var preview = destination
                .audiences()
                .preview(
                        RemoteAudience.planned(CAMPAIGN),
                        batch(change(Kind.ADD, "1", Map.of()), change(Kind.REMOVE, "7", Map.of())));

        assertThat(preview.requests()).extracting(WireRequest::method).containsExactly("POST", "POST", "DELETE");
        assertThat(preview.requests().get(0).body()).contains("\"CampaignId\":\"{audienceId}\"");
        assertThat(preview.requests().get(2).url()).contains("ids={recordId}");
        assertThat(salesforce.received()).isEmpty();
    }

    private void customerSevenIsAMember() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[{"httpStatusCode":200,"referenceId":"lookup0","body":{"done":true,
                  "records":[{"Id":"00v7","Contact":{"External_Id__c":"7"}}]}}]}""");
    }
}

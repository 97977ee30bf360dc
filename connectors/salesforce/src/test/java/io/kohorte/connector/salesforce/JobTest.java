// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.connector.salesforce.FakeSalesforce.batch;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.connector.salesforce.FakeSalesforce.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobTest {

    private static final String JOBS = DATA + "/jobs/ingest";
    private static final String JOB = JOBS + "/7505e1";
    private static final String WRITTEN = "/successfulResults/";
    private static final String REFUSED = "/failedResults/";
    private static final String UNPROCESSED = "/unprocessedrecords/";
    private static final int MANY = 201;

    private static final AudienceSpec FIELDS =
            spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("memberField", "High_Churn__c"));
    private static final AudienceSpec CAMPAIGN = spec(
            SyncMode.MIRROR,
            DeleteBehaviour.REMOVE_FROM_AUDIENCE,
            Map.of("writeTo", "campaign", "memberStatus", "Sent"));
    private static final Map<String, FieldValue> NAME = Map.of("LastName", FieldValue.of("Muster"));

    private final FakeSalesforce salesforce = new FakeSalesforce();
    private final SalesforceDestination destination = salesforce.open(Map.of("jobFrom", MANY));

    @AfterEach
    void close() {
        destination.close();
        salesforce.close();
    }

    @Test
    void a_large_batch_is_one_job_that_is_created_filled_and_closed() {
        jobsAreTaken();

        var pending = start(FIELDS, people(Kind.ADD, MANY));

        assertThat(sent()).extracting(LoggedRequest::getUrl).containsExactly(JOBS, JOB + "/batches", JOB);
        assertThat(json(0))
                .isEqualTo(
                        json(
                                """
                        {"object":"Contact","operation":"upsert","externalIdFieldName":"External_Id__c",
                         "contentType":"CSV","lineEnding":"LF","columnDelimiter":"COMMA"}"""));
        assertThat(sent().get(1).getHeader("content-type")).isEqualTo("text/csv");
        assertThat(sent().get(1).getBodyAsString())
                .startsWith(
                        "External_Id__c,High_Churn__c,LastName\n\"p0\",\"true\",\"Muster\"\n\"p1\",\"true\",\"Muster\"\n")
                .hasLineCount(MANY + 1);
        assertThat(sent().get(2).getMethod().getName()).isEqualTo("PATCH");
        assertThat(json(2)).isEqualTo(json("{\"state\":\"UploadComplete\"}"));
        assertThat(pending.ticket().jobId()).isEqualTo("7505e1");
        assertThat(pending.ticket().rows()).isEqualTo(MANY);
        assertThat(pending.lookAgain()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_preview_shows_the_same_requests_with_a_placeholder_for_the_job() {
        jobsAreTaken();
        var batch = people(Kind.ADD, MANY);

        var shown = destination.audiences().preview(RemoteAudience.planned(FIELDS), batch);
        assertThat(salesforce.server.getAllServeEvents()).isEmpty();
        start(FIELDS, batch);

        assertThat(shown.requests()).hasSize(3);
        for (var i = 0; i < 3; i++) {
            var request = shown.requests().get(i);
            assertThat(request.url().replace("{jobId}", "7505e1"))
                    .isEqualTo(salesforce.server.baseUrl() + sent().get(i).getUrl());
            assertThat(request.body()).isEqualTo(sent().get(i).getBodyAsString());
            assertThat(request.method()).isEqualTo(sent().get(i).getMethod().getName());
        }
        assertThat(shown.requests().get(1).rows()).hasSize(MANY);
    }

    @Test
    void below_the_threshold_a_batch_goes_by_calls_of_two_hundred() {
        for (var from : List.of(0, 200, 400)) {
            salesforce.answer(
                    patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c"))
                            .withRequestBody(containing("\"p" + from + "\"")),
                    results(from, Math.min(from + 200, 450)));
        }
        try (var calm = salesforce.open(Map.of("jobFrom", 451))) {
            var result = (BatchResult.Done)
                    calm.audiences().write(new RemoteAudience(FIELDS, "Contact"), people(Kind.ADD, 450));

            assertThat(sent()).hasSize(3);
            assertThat(result.outcomes())
                    .containsExactlyElementsOf(IntStream.range(0, 450)
                            .mapToObj(row -> new Outcome.Accepted("003-" + row))
                            .toList());
        }
    }

    @Test
    void when_the_second_of_three_calls_fails_what_is_left_is_tried_again() {
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c"))
                        .withRequestBody(containing("\"p0\"")),
                results(0, 200));
        salesforce.server.stubFor(patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c"))
                .withRequestBody(containing("\"p200\""))
                .willReturn(aResponse().withStatus(503)));
        try (var calm = salesforce.open(Map.of("jobFrom", 1000))) {
            var result = (BatchResult.Done)
                    calm.audiences().write(new RemoteAudience(FIELDS, "Contact"), people(Kind.ADD, 450));

            assertThat(sent()).hasSize(2);
            assertThat(result.outcomes().subList(0, 200)).allMatch(Outcome.Accepted.class::isInstance);
            assertThat(result.outcomes().subList(200, 450)).allMatch(Outcome.Retry.class::isInstance);
        }
    }

    @Test
    void a_large_batch_in_which_some_enter_and_others_leave_goes_by_calls() {
        var changes = new ArrayList<>(people(Kind.ADD, MANY).changes());
        changes.add(change(Kind.REMOVE, "leaver", Map.of()));

        var shown = destination.audiences().preview(RemoteAudience.planned(FIELDS), batch(changes));

        assertThat(shown.requests()).hasSize(4).noneMatch(request -> request.url()
                .contains("/jobs/"));
    }

    @Test
    void what_became_of_each_record_is_found_by_its_key_whatever_the_order() {
        jobsAreTaken();
        var pending = start(FIELDS, people(Kind.ADD, MANY));
        state("{\"state\":\"JobComplete\",\"numberRecordsProcessed\":201,\"numberRecordsFailed\":3}");
        list(
                REFUSED,
                "sf__Id,sf__Error,LastName,External_Id__c",
                List.of(
                        ",\"REQUIRED_FIELD_MISSING:Required fields are missing: [Email]:Email --\",\"Muster\",\"p2\"",
                        ",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--\",\"Muster\",\"p0\"",
                        ",\"STRING_TOO_LONG:Last Name: \"\"Muster\"\",\nfor p1x:LastName --\",\"Muster\",\"p1\""));
        list(UNPROCESSED, "External_Id__c,LastName", List.of("\"p200\",\"Muster\""));
        list(
                WRITTEN,
                "\"External_Id__c\",\"sf__Created\",\"sf__Id\"",
                IntStream.range(3, 200)
                        .map(i -> 202 - i)
                        .mapToObj(i -> "\" P" + i + " \",\"false\",\"003" + i + "\"")
                        .toList());

        var outcomes = done(pending.ticket());

        assertThat(outcomes).hasSize(MANY);
        assertThat(retry(outcomes.get(0)).code()).isEqualTo(ProblemCode.ROW_LOCKED);
        assertThat(rejection(outcomes.get(1)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID))
                .satisfies(problem -> assertThat(problem.message()).doesNotContain("Muster"))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("LastName"))
                .satisfies(problem -> assertThat(problem.vendorCode()).isEqualTo("STRING_TOO_LONG"));
        assertThat(rejection(outcomes.get(2)).message()).isEqualTo("Required fields are missing: [Email]");
        assertThat(rejection(outcomes.get(2)).field()).isEqualTo("Email");
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Accepted("0033"));
        assertThat(outcomes.get(199)).isEqualTo(new Outcome.Accepted("003199"));
        assertThat(retry(outcomes.get(200)).code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @Test
    void a_job_that_goes_on_is_looked_at_less_and_less_often() {
        jobsAreTaken();
        var pending = start(FIELDS, people(Kind.ADD, MANY));
        var pauses = new ArrayList<Long>();
        for (var state : List.of(
                "UploadComplete", "InProgress", "InProgress", "InProgress", "Open", "InProgress", "InProgress")) {
            state("{\"state\":\"" + state + "\"}");
            pending = (BatchResult.Pending) destination.audiences().poll(pending.ticket());
            pauses.add(pending.lookAgain().toSeconds());
        }
        assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "400, INVALIDJOBID"})
    void a_job_that_disappeared_is_not_known(int status, String code) {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        answer(get(urlEqualTo(JOB)), aResponse().withStatus(status).withBody("[{\"errorCode\":\"" + code + "\"}]"));

        assertThatThrownBy(() -> destination.audiences().poll(ticket)).hasMessageStartingWith("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed  | InvalidBatch : Field name not found : High_Churn__c | INVALID_SETTING",
                "Failed  | ExceededQuota : ApiBatchItems Limit exceeded.       | QUOTA_SPENT",
                "Failed  | TooManyLockFailure : Too many lock failure 200      | ROW_LOCKED",
                "Failed  | InternalServerError : try again                     | UNAVAILABLE",
                "Failed  | FeatureNotEnabled : Bulk API is off                 | NOT_PERMITTED",
                "Failed  | ''                                                  | INVALID_SETTING",
                "Aborted | ''                                                  | NOT_PERMITTED"
            })
    void a_job_that_stopped_says_why_and_nobody_is_taken_for_added(String state, String message, ProblemCode code) {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        state("{\"state\":\"" + state + "\",\"numberRecordsProcessed\":0,\"errorMessage\":\"" + message + "\"}");

        var outcomes = done(ticket);

        assertThat(outcomes).hasSize(MANY).allSatisfy(outcome -> {
            assertThat(retry(outcome).code()).isEqualTo(code);
            assertThat(retry(outcome).message()).isNotBlank().contains(message);
        });
    }

    @Test
    void of_a_job_that_stopped_half_way_what_was_written_is_written() {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        state("{\"state\":\"Aborted\",\"numberRecordsProcessed\":2}");
        list(WRITTEN, "sf__Id,sf__Created,External_Id__c", List.of("\"003A\",\"true\",\"p7\""));
        list(REFUSED, "sf__Id,sf__Error,External_Id__c", List.of(",\"INVALID_EMAIL_ADDRESS:no:Email --\",\"p8\""));

        var outcomes = done(ticket);

        assertThat(outcomes.get(7)).isEqualTo(new Outcome.Accepted("003A"));
        assertThat(outcomes.get(8)).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get(9)).isInstanceOf(Outcome.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sf__Id,sf__Created,External_Id__c\n\"003A\",\"true\",\"stranger\"\n",
                "sf__Id,sf__Created,External_Id__c\n\"003A\",\"true\",\"p1\"\n\"003B\",\"true\",\"p1\"\n",
                "sf__Id,sf__Created,External_Id__c\n\"\",\"true\",\"p1\"\n",
                "sf__Id,sf__Created,External_Id__c\n\"003A\",\"true\",\"p1\"\n",
                "sf__Id,sf__Created\n\"003A\",\"true\"\n",
                "External_Id__c\n\"p1\"\n",
                "sf__Id,sf__Created,External_Id__c\n\"003A\",\"tr",
                "<!doctype html>",
                "{}",
                ""
            })
    void results_that_are_not_whole_are_not_guessed_at(String csv) {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        state("{\"state\":\"JobComplete\"}");
        list(REFUSED, "sf__Id,sf__Error,External_Id__c", List.of());
        list(UNPROCESSED, "External_Id__c", List.of());
        answer(get(urlEqualTo(JOB + WRITTEN)), aResponse().withBody(csv));

        assertThatThrownBy(() -> destination.audiences().poll(ticket)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void two_results_of_one_record_are_not_guessed_at() {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        state("{\"state\":\"JobComplete\"}");
        var lines = new ArrayList<String>();
        IntStream.range(0, MANY).forEach(i -> lines.add("003" + i + ",true,p" + i));
        list(WRITTEN, "sf__Id,sf__Created,External_Id__c", lines);
        assertThat(done(ticket)).allMatch(Outcome.Accepted.class::isInstance);

        lines.add("003X,true,p7");
        list(WRITTEN, "sf__Id,sf__Created,External_Id__c", lines);
        assertThatThrownBy(() -> destination.audiences().poll(ticket)).hasMessageContaining("two results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"state\":\"Dreaming\"}", "{\"state\":\"Failed\"}", "[]"})
    void a_state_that_says_nothing_is_not_guessed_at(String state) {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        state(state);
        assertThatThrownBy(() -> destination.audiences().poll(ticket)).hasMessageStartingWith("BAD_RESPONSE");
    }

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
            assertThat(json(request.body()).path("compositeRequest")).hasSizeLessThanOrEqualTo(5);
        });
        assertThat(shown.requests().get(4).body()).contains("\"{recordId}\",\"false\",#N/A\n");
    }

    @Test
    void members_of_a_campaign_are_created_by_a_job_and_who_is_one_already_is_what_we_want() {
        jobsAreTaken();

        var pending = start(CAMPAIGN, "701A", people(Kind.ADD, MANY, Map.of()));

        assertThat(json(0))
                .isEqualTo(
                        json(
                                """
                        {"object":"CampaignMember","operation":"insert",
                         "contentType":"CSV","lineEnding":"LF","columnDelimiter":"COMMA"}"""));
        assertThat(sent().get(1).getBodyAsString())
                .startsWith("CampaignId,Contact.External_Id__c,Status\n\"701A\",\"p0\",\"Sent\"\n");

        state("{\"state\":\"JobComplete\"}");
        list(
                WRITTEN,
                "sf__Id,sf__Created,Contact.External_Id__c",
                IntStream.range(1, MANY)
                        .mapToObj(i -> "00v" + i + ",true,p" + i)
                        .toList());
        list(
                REFUSED,
                "sf__Id,sf__Error,Contact.External_Id__c",
                List.of(",\"DUPLICATE_VALUE:Already a campaign member.:--\",p0"));
        assertThat(done(pending.ticket()).get(0)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void who_leaves_a_campaign_is_deleted_from_it_by_a_job() {
        jobsAreTaken();
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[
                 {"httpStatusCode":200,"body":{"done":true,"records":[{"Id":"00v1","Contact":{"External_Id__c":"p1"}}]}},
                 {"httpStatusCode":200,"body":{"done":true,"records":[]}}]}""");

        start(CAMPAIGN, "701A", people(Kind.REMOVE, MANY));

        assertThat(json(1).path("operation").asText()).isEqualTo("delete");
        assertThat(json(1).path("object").asText()).isEqualTo("CampaignMember");
        assertThat(sent().get(2).getBodyAsString()).isEqualTo("Id\n\"00v1\"\n");
        assertThat(sent()).noneMatch(request -> request.getMethod().getName().equals("DELETE"));
    }

    @Test
    void of_two_customers_with_one_external_id_the_second_is_refused() {
        jobsAreTaken();
        var changes = new ArrayList<>(people(Kind.ADD, MANY).changes());
        changes.add(change(Kind.ADD, "P5", NAME));
        changes.add(change(Kind.ADD, " ", NAME));

        var pending = start(FIELDS, batch(changes));

        assertThat(sent().get(1).getBodyAsString()).hasLineCount(MANY + 1);
        state("{\"state\":\"JobComplete\"}");
        list(
                WRITTEN,
                "sf__Id,sf__Created,External_Id__c",
                IntStream.range(0, MANY)
                        .mapToObj(i -> "003" + i + ",true,p" + i)
                        .toList());
        var outcomes = done(pending.ticket());
        assertThat(outcomes.get(5)).isEqualTo(new Outcome.Accepted("0035"));
        assertThat(rejection(outcomes.get(MANY)).code()).isEqualTo(ProblemCode.DUPLICATE);
        assertThat(rejection(outcomes.get(MANY + 1)).code()).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        assertThat(rejection(outcomes.get(MANY + 1)).field()).isEqualTo("external_id");
        assertThat(destination
                        .audiences()
                        .preview(RemoteAudience.planned(FIELDS), batch(changes))
                        .refused())
                .hasSize(2);
    }

    @Test
    void a_batch_that_no_job_takes_is_halved_by_the_engine() {
        jobsAreTaken();
        var changes = new ArrayList<>(people(Kind.ADD, MANY).changes());
        changes.add(change(Kind.ADD, "long", Map.of("Description", FieldValue.of("x".repeat(Job.UPLOAD_BYTES)))));

        assertThatThrownBy(() -> write(FIELDS, batch(changes))).hasMessageStartingWith("BATCH_REFUSED");
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_job_whose_upload_fails_is_stopped() {
        jobsAreTaken();
        answer(put(urlEqualTo(JOB + "/batches")), aResponse().withStatus(413));

        var failure = catchThrowableOfType(ConnectorException.class, () -> write(FIELDS, people(Kind.ADD, MANY)));

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.BATCH_REFUSED);
        assertThat(sent()).hasSize(3);
        assertThat(json(2)).isEqualTo(json("{\"state\":\"Aborted\"}"));
    }

    @Test
    void when_the_job_cannot_be_stopped_either_the_first_failure_is_told() {
        jobsAreTaken();
        answer(put(urlEqualTo(JOB + "/batches")), aResponse().withStatus(503));
        answer(patch(urlEqualTo(JOB)), aResponse().withStatus(404));

        assertThatThrownBy(() -> write(FIELDS, people(Kind.ADD, MANY))).hasMessageStartingWith("UNAVAILABLE");
    }

    @Test
    void a_job_that_is_open_after_closing_was_not_started() {
        jobsAreTaken();
        salesforce.server.stubFor(patch(urlEqualTo(JOB))
                .withRequestBody(equalToJson("{\"state\":\"UploadComplete\"}"))
                .willReturn(okJson("{\"state\":\"Open\"}")));

        assertThatThrownBy(() -> write(FIELDS, people(Kind.ADD, MANY))).hasMessageStartingWith("BAD_RESPONSE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":null}", "{\"id\":\"../limits\"}", "[]"})
    void a_job_without_a_number_is_none(String answer) {
        salesforce.answer(post(urlEqualTo(JOBS)), answer);
        assertThatThrownBy(() -> write(FIELDS, people(Kind.ADD, MANY))).hasMessageStartingWith("BAD_RESPONSE");
        assertThat(sent()).hasSize(1);
    }

    @Test
    void a_job_that_salesforce_does_not_take_is_a_setting_to_mend() {
        answer(
                post(urlEqualTo(JOBS)),
                aResponse()
                        .withStatus(400)
                        .withBody("[{\"errorCode\":\"INVALIDJOB\",\"message\":\"InvalidJob : no External ID\"}]"));
        assertThatThrownBy(() -> write(FIELDS, people(Kind.ADD, MANY))).hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void a_ticket_holds_no_external_id_and_one_that_is_not_ours_is_not_read() {
        jobsAreTaken();
        var ticket = start(FIELDS, people(Kind.ADD, MANY)).ticket();
        assertThat(ticket.memo().get("rows").split(" ")).hasSize(MANY).allMatch(mark -> mark.matches("[0-9a-f]{16}"));

        for (var foreign : List.of(
                Map.<String, String>of(),
                Map.of("operation", "UPSERT", "rows", "!NONSENSE"),
                Map.of("operation", "DREAM", "rows", "0123456789abcdef"))) {
            assertThatThrownBy(() -> destination.audiences().poll(new JobTicket("7505e1", 1, foreign)))
                    .hasMessageStartingWith("CONTRACT_BROKEN");
        }
    }

    private void jobsAreTaken() {
        salesforce.answer(
                post(urlEqualTo(JOBS)),
                "{\"id\":\"7505e1\",\"state\":\"Open\",\"contentUrl\":\"https://elsewhere.example/\"}");
        answer(put(urlEqualTo(JOB + "/batches")), aResponse().withStatus(201));
        salesforce.answer(patch(urlEqualTo(JOB)), "{\"id\":\"7505e1\",\"state\":\"UploadComplete\"}");
    }

    private void state(String json) {
        salesforce.answer(get(urlEqualTo(JOB)), json);
    }

    private void list(String which, String header, List<String> lines) {
        var body = header + "\n" + String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
        answer(
                get(urlEqualTo(JOB + which)),
                aResponse().withHeader("content-type", "text/csv").withBody(body));
    }

    private void answer(MappingBuilder request, ResponseDefinitionBuilder response) {
        salesforce.server.stubFor(request.willReturn(response));
    }

    private BatchResult.Pending start(AudienceSpec spec, Batch batch) {
        return start(spec, "Contact", batch);
    }

    private BatchResult.Pending start(AudienceSpec spec, String remoteId, Batch batch) {
        return (BatchResult.Pending) destination.audiences().write(new RemoteAudience(spec, remoteId), batch);
    }

    private BatchResult write(AudienceSpec spec, Batch batch) {
        return destination.audiences().write(new RemoteAudience(spec, "Contact"), batch);
    }

    private List<Outcome> done(JobTicket ticket) {
        return ((BatchResult.Done) destination.audiences().poll(ticket)).outcomes();
    }

    private List<LoggedRequest> sent() {
        return salesforce.requests();
    }

    private static Batch people(Kind kind, int count) {
        return people(kind, count, NAME);
    }

    private static Batch people(Kind kind, int count, Map<String, FieldValue> fields) {
        return batch(IntStream.range(0, count)
                .mapToObj(i -> change(kind, "p" + i, fields))
                .toList());
    }

    private static String results(int from, int to) {
        var results = Json.mapper().createArrayNode();
        IntStream.range(from, to)
                .forEach(row -> results.addObject().put("id", "003-" + row).put("success", true));
        return results.toString();
    }

    private static Problem rejection(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem();
    }

    private static Problem retry(Outcome outcome) {
        return ((Outcome.Retry) outcome).problem();
    }

    private JsonNode json(int request) {
        return json(sent().get(request).getBodyAsString());
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}

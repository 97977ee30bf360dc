// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which batches become jobs, what is sent for one, and what happens when it cannot be started. */
final class JobStartTest extends JobFixture {

    @Test
    void a_large_batch_is_one_job_that_is_created_filled_and_closed() {
        jobsAreTaken();

        var pending = start(FIELDS, people(Kind.ADD, MANY));

        assertThat(sent()).extracting(LoggedRequest::getUrl).containsExactly(JOBS, JOB + "/batches", JOB);
        assertThat(json(0))
                .isEqualTo(
                        parse(
                                """
                        {"object":"Contact","operation":"upsert","externalIdFieldName":"External_Id__c",
                         "contentType":"CSV","lineEnding":"LF","columnDelimiter":"COMMA"}"""));
        assertThat(sent().get(1).getHeader("content-type")).isEqualTo("text/csv");
        assertThat(sent().get(1).getBodyAsString())
                .startsWith(
                        "External_Id__c,High_Churn__c,LastName\n\"p0\",\"true\",\"Muster\"\n\"p1\",\"true\",\"Muster\"\n")
                .hasLineCount(MANY + 1);
        assertThat(sent().get(2).getMethod().getName()).isEqualTo("PATCH");
        assertThat(json(2)).isEqualTo(parse("{\"state\":\"UploadComplete\"}"));
        assertThat(pending.ticket().jobId()).isEqualTo("7505e1");
        assertThat(pending.ticket().rows()).isEqualTo(MANY);
        assertThat(pending.lookAgain()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_preview_shows_the_same_requests_with_a_placeholder_for_the_job() {
        jobsAreTaken();
        var batch = people(Kind.ADD, MANY);

        var shown = destination.audiences().preview(RemoteAudience.planned(FIELDS), batch);
        assertThat(salesforce.received()).isEmpty();
        start(FIELDS, batch);

        assertThat(shown.requests()).hasSize(3);
        for (var i = 0; i < 3; i++) {
            var request = shown.requests().get(i);
            assertThat(request.url().replace("{jobId}", "7505e1"))
                    .isEqualTo(salesforce.url() + sent().get(i).getUrl());
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
        salesforce.stubFor(patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c"))
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
        assertThat(json(2)).isEqualTo(parse("{\"state\":\"Aborted\"}"));
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
        salesforce.stubFor(patch(urlEqualTo(JOB))
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
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of each record of a job, also when it stopped, vanished or said too little. */
final class JobResultsTest extends JobFixture {

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
}

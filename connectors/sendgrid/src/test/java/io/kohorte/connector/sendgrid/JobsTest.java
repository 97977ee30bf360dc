// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.sendgrid.FakeSendgrid.CONTACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that go on at SendGrid, and how they end. */
final class JobsTest {

    private final FakeSendgrid sendgrid = new FakeSendgrid();
    private final BatchResult pending = new Jobs(
                    List.of(new Jobs.Job("job-1", 10), new Jobs.Job("job-2", 5)),
                    2,
                    List.of(
                            new HeldBack.Row(3, HeldBack.NO_IDENTIFIER, "email"),
                            new HeldBack.Row(7, HeldBack.NOTHING_TO_SEND, "")),
                    Map.of())
            .pending(19);

    @AfterEach
    void stop() {
        sendgrid.close();
    }

    @ParameterizedTest
    @CsvSource({
        "completed, 0,  17, 0",
        "completed, 3,  14, 3",
        "errored,   4,  13, 4",
        "errored,   99, 7,  10",
        "failed,    0,  7,  10",
    })
    void counts_of_all_jobs_and_of_what_was_done_before_come_together(
            String status, int errored, int accepted, int refused) {
        job("job-1", status, errored);
        job("job-2", "completed", 0);

        assertThat(sendgrid.poll(pending)).isInstanceOfSatisfying(BatchResult.Counted.class, counted -> {
            assertThat(counted.accepted()).isEqualTo(accepted);
            assertThat(counted.refused()).isEqualTo(refused);
            assertThat(counted.heldBack())
                    .containsExactly(
                            HeldBack.NO_IDENTIFIER.refusal(3, "email"), HeldBack.NOTHING_TO_SEND.refusal(7, ""));
        });
    }

    @Test
    void one_job_that_goes_on_keeps_the_batch_waiting() {
        job("job-1", "completed", 0);
        job("job-2", "pending", 0);
        assertThat(sendgrid.poll(pending)).isEqualTo(pending);
    }

    @Test
    void a_job_that_disappeared_is_named_as_such() {
        sendgrid.answer(get(urlPathEqualTo(CONTACTS + "/imports/job-1")), 404, "{}");
        assertThatThrownBy(() -> sendgrid.poll(pending))
                .hasMessage("NOT_FOUND: SendGrid does not know the job any more.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"status\":\"paused\"}",
                "{\"status\":7}",
                "{\"status\":\"errored\"}",
                "{\"status\":\"completed\",\"results\":{\"errored_count\":\"many\"}}",
                "{\"status\":\"errored\",\"results\":{\"errored_count\":\"many\"}}"
            })
    void an_answer_that_does_not_say_how_the_job_ended_is_not_guessed_at(String answer) {
        sendgrid.answer(get(urlPathEqualTo(CONTACTS + "/imports/job-1")), answer);
        assertThatThrownBy(() -> sendgrid.poll(pending)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_key_that_was_withdrawn_meanwhile_is_told() {
        sendgrid.answer(get(urlPathEqualTo(CONTACTS + "/imports/job-1")), 401, "");
        assertThatThrownBy(() -> sendgrid.poll(pending)).hasMessageStartingWith("CREDENTIALS_REJECTED");
    }

    @Test
    void a_ticket_of_somebody_else_is_refused() {
        for (var memo : List.of(Map.of("rows", "all"), Map.of("rows", "1", "postponed", "soon"))) {
            var foreign = new BatchResult.Pending(new JobTicket("1", 1, memo), Jobs.LOOK_AGAIN);
            assertThatThrownBy(() -> sendgrid.poll(foreign)).hasMessageStartingWith("CONTRACT_BROKEN");
        }
    }

    private void job(String id, String status, int errored) {
        sendgrid.answer(
                get(urlPathEqualTo(CONTACTS + "/imports/" + id)),
                "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"results\":{\"errored_count\":" + errored
                        + ",\"errors_url\":\"https://elsewhere.example/errors.csv\"}}");
    }
}

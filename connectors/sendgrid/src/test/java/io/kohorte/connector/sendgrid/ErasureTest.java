// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.sendgrid.FakeSendgrid.CONTACTS;
import static io.kohorte.connector.sendgrid.FakeSendgrid.MAX;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contacts deleted for good. */
final class ErasureTest {

    private final FakeSendgrid sendgrid = new FakeSendgrid();

    @AfterEach
    void stop() {
        sendgrid.close();
    }

    @Test
    void every_contact_that_goes_by_any_identifier_is_deleted_once() {
        sendgrid.answer(
                post(urlPathEqualTo(CONTACTS + "/search/emails")),
                "{\"result\":{\"" + MAX + "\":{\"contact\":{\"id\":\"c-1\"}}}}");
        sendgrid.answer(
                post(urlPathEqualTo(CONTACTS + "/search/identifiers/external_id")),
                "{\"result\":{\"4711\":{\"contact\":{\"id\":\"c-2\"}},\"4712\":{\"error\":\"not found\"}}}");
        sendgrid.answer(delete(urlPathEqualTo(CONTACTS)), 202, "{\"job_id\":\"job-1\"}");
        sendgrid.answer(
                get(urlPathEqualTo(CONTACTS + "/imports/job-1")), "{\"status\":\"completed\",\"job_type\":\"delete\"}");

        var pending = erase(
                person(Map.of("email", MAX, "external_id", "4711")),
                person(Map.of("external_id", "4712")),
                person(Map.of("maid", "x")));

        assertThat(sendgrid.wire()).last().isEqualTo("DELETE " + CONTACTS + "?ids=c-1,c-2");
        var outcomes = outcomes(sendgrid.poll(pending));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(1)).as("not found yet").isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
    }

    @Test
    void who_stays_unfindable_is_no_contact_and_needs_no_job() {
        sendgrid.answer(post(urlPathEqualTo(CONTACTS + "/search/emails")), 404, "{\"errors\":[]}");

        assertThat(outcomes(erase(person(Map.of("email", MAX)))))
                .as("perhaps only not found yet")
                .allMatch(Outcome.Retry.class::isInstance);

        sendgrid.later(Misses.PATIENCE);
        assertThat(outcomes(erase(person(Map.of("email", MAX))))).containsExactly(new Outcome.Accepted(""));
    }

    private BatchResult erase(SubjectKeys... subjects) {
        try (var destination = sendgrid.open(Map.of())) {
            return destination.audiences().erase(List.of(subjects));
        }
    }

    private static SubjectKeys person(Map<String, String> identifiers) {
        return new SubjectKeys("p", identifiers);
    }
}

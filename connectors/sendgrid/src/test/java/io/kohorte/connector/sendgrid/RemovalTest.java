// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.sendgrid.FakeSendgrid.CONTACTS;
import static io.kohorte.connector.sendgrid.FakeSendgrid.LIST;
import static io.kohorte.connector.sendgrid.FakeSendgrid.MAX;
import static io.kohorte.connector.sendgrid.FakeSendgrid.change;
import static io.kohorte.connector.sendgrid.FakeSendgrid.mirror;
import static io.kohorte.connector.sendgrid.FakeSendgrid.spec;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People who leave. */
final class RemovalTest {

    private static final String SEARCH = CONTACTS + "/search/emails";
    private static final String MEMBERS = "/v3/marketing/lists/" + LIST + "/contacts";
    private static final String JOB = "{\"job_id\":\"job-1\"}";
    private static final Outcome NOT_FOUND_YET = new Outcome.Retry(
            Problem.of(ProblemCode.UNAVAILABLE, "SendGrid does not find this contact yet: it is searched for again."),
            Misses.SEARCH_AGAIN);

    private final FakeSendgrid sendgrid = new FakeSendgrid();

    @AfterEach
    void stop() {
        sendgrid.close();
    }

    @Test
    void who_leaves_is_looked_up_and_taken_out_of_the_list_by_id() {
        sendgrid.answer(
                post(urlPathEqualTo(SEARCH)),
                "{\"result\":{\"" + MAX + "\":{\"contact\":{\"id\":\"c-1\"}},"
                        + "\"eve@example.com\":{\"error\":\"contact not found\"}}}");
        sendgrid.answer(delete(urlPathEqualTo(MEMBERS)), 202, JOB);

        var result = sendgrid.write(
                mirror(),
                change(Kind.REMOVE, "eve@example.com", Map.of()),
                change(Kind.REMOVE, "Max.Muster@example.com", Map.of()));

        assertThat(outcomes(result)).containsExactly(NOT_FOUND_YET, new Outcome.Accepted("c-1"));
        assertThat(sendgrid.wire())
                .containsExactly(
                        "POST " + SEARCH + " {\"emails\":[\"eve@example.com\",\"max.muster@example.com\"]}",
                        "DELETE " + MEMBERS + "?contact_ids=c-1");
    }

    @Test
    void who_is_not_found_is_searched_for_until_that_lasts_and_then_need_not_be_taken_out() {
        nobodyIsFound();

        for (var waited = Duration.ZERO; waited.compareTo(Misses.PATIENCE) < 0; ) {
            assertThat(outcomes(sendgrid.write(mirror(), leaves()))).containsExactly(NOT_FOUND_YET);
            sendgrid.later(Misses.SEARCH_AGAIN);
            waited = waited.plus(Misses.SEARCH_AGAIN);
        }

        assertThat(outcomes(sendgrid.write(mirror(), leaves()))).containsExactly(new Outcome.Accepted(""));
        assertThat(sendgrid.requests())
                .as("searches, within the attempts of one run")
                .hasSize(5);
        assertThat(outcomes(sendgrid.write(mirror(), leaves())))
                .as("the next time begins anew")
                .containsExactly(NOT_FOUND_YET);
    }

    @Test
    void who_is_found_later_is_taken_out_after_all() {
        nobodyIsFound();
        assertThat(outcomes(sendgrid.write(mirror(), leaves()))).containsExactly(NOT_FOUND_YET);

        sendgrid.later(Misses.SEARCH_AGAIN);
        sendgrid.answer(post(urlPathEqualTo(SEARCH)), "{\"result\":{\"" + MAX + "\":{\"contact\":{\"id\":\"c-1\"}}}}");
        sendgrid.answer(delete(urlPathEqualTo(MEMBERS)), 202, JOB);

        assertThat(outcomes(sendgrid.write(mirror(), leaves()))).containsExactly(new Outcome.Accepted("c-1"));
    }

    @Test
    void an_earlier_miss_does_not_count_for_who_has_entered_again_since() {
        nobodyIsFound();
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);
        sendgrid.write(mirror(), leaves());
        sendgrid.later(Misses.PATIENCE);

        sendgrid.write(mirror(), change(Kind.ADD, MAX, Map.of()));

        assertThat(outcomes(sendgrid.write(mirror(), leaves()))).containsExactly(NOT_FOUND_YET);
    }

    @Test
    void a_miss_of_long_ago_does_not_count() {
        nobodyIsFound();
        sendgrid.write(mirror(), leaves());
        sendgrid.later(Duration.ofHours(2));
        assertThat(outcomes(sendgrid.write(mirror(), leaves()))).containsExactly(NOT_FOUND_YET);
    }

    @Test
    void who_comes_after_a_failed_part_of_a_deletion_comes_again_once_its_jobs_have_ended() {
        var pending = deletionOfWhichTheSecondPartFails();
        sendgrid.answer(get(urlPathEqualTo(CONTACTS + "/imports/job-1")), "{\"status\":\"completed\"}");

        var outcomes = outcomes(sendgrid.poll(pending));

        assertThat(outcomes).hasSize(150);
        assertThat(outcomes.subList(0, 100)).containsOnly(new Outcome.Accepted(""));
        assertThat(outcomes.subList(100, 150))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Retry.class, again -> {
                    assertThat(again.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
                    assertThat(again.after()).isEqualTo(Duration.ofSeconds(7));
                }));
    }

    @Test
    void when_a_job_beside_a_failed_part_refuses_somebody_all_of_it_come_again() {
        var pending = deletionOfWhichTheSecondPartFails();
        sendgrid.answer(
                get(urlPathEqualTo(CONTACTS + "/imports/job-1")),
                "{\"status\":\"errored\",\"results\":{\"errored_count\":1}}");

        assertThat(outcomes(sendgrid.poll(pending)))
                .hasSize(150)
                .allMatch(Outcome.Retry.class::isInstance, "come again");
    }

    private BatchResult deletionOfWhichTheSecondPartFails() {
        sendgrid.answer(post(urlPathEqualTo(SEARCH)).withRequestBody(containing("\"p0@")), found(0, 100));
        sendgrid.stubFor(post(urlPathEqualTo(SEARCH))
                .withRequestBody(containing("\"p100@"))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7")));
        sendgrid.answer(delete(urlPathEqualTo(CONTACTS)), 202, JOB);
        var changes = IntStream.range(0, 150)
                .mapToObj(n -> change(Kind.REMOVE, "p" + n + "@example.com", Map.of()))
                .toArray(MemberChange[]::new);

        return sendgrid.write(spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of()), changes);
    }

    private void nobodyIsFound() {
        sendgrid.answer(post(urlPathEqualTo(SEARCH)), 404, "{\"errors\":[{\"message\":\"no contacts found\"}]}");
    }

    private static MemberChange leaves() {
        return change(Kind.REMOVE, MAX, Map.of());
    }

    @Test
    void a_404_that_does_not_come_from_the_search_itself_takes_nobody_out() {
        sendgrid.answer(post(urlPathEqualTo(SEARCH)), 404, "<html>no such page</html>");
        assertThatThrownBy(() -> sendgrid.write(mirror(), change(Kind.REMOVE, MAX, Map.of())))
                .hasMessageStartingWith("AUDIENCE_GONE");
    }

    @Test
    void a_search_that_passes_over_somebody_is_not_guessed_at() {
        sendgrid.answer(post(urlPathEqualTo(SEARCH)), "{\"result\":{}}");
        assertThatThrownBy(() -> sendgrid.write(mirror(), change(Kind.REMOVE, MAX, Map.of())))
                .hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_hundred_go_at_a_time_and_those_after_a_failure_come_again() {
        sendgrid.answer(post(urlPathEqualTo(SEARCH)).withRequestBody(containing("\"p0@")), found(0, 100));
        sendgrid.answer(post(urlPathEqualTo(SEARCH)).withRequestBody(containing("\"p100@")), 429, "");
        sendgrid.answer(delete(urlPathEqualTo(MEMBERS)), 202, JOB);
        var changes = IntStream.range(0, 150)
                .mapToObj(n -> change(Kind.REMOVE, "p" + n + "@example.com", Map.of()))
                .toArray(MemberChange[]::new);

        var outcomes = outcomes(sendgrid.write(mirror(), changes));

        assertThat(sendgrid.requests()).hasSize(3);
        assertThat(outcomes.subList(0, 100)).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(outcomes.subList(100, 150)).allMatch(Outcome.Retry.class::isInstance);
    }

    @Test
    void deleting_is_a_job_that_is_looked_after() {
        sendgrid.answer(post(urlPathEqualTo(SEARCH)), "{\"result\":{\"" + MAX + "\":{\"contact\":{\"id\":\"c-1\"}}}}");
        sendgrid.answer(delete(urlPathEqualTo(CONTACTS)), 202, JOB);

        var result = sendgrid.write(
                spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of()), change(Kind.REMOVE, MAX, Map.of()));

        assertThat(result).isInstanceOf(BatchResult.Pending.class);
        assertThat(sendgrid.wire().get(1)).isEqualTo("DELETE " + CONTACTS + "?ids=c-1");
    }

    @Test
    void who_goes_by_another_identifier_is_looked_up_by_that() {
        sendgrid.answer(
                post(urlPathEqualTo(CONTACTS + "/search/identifiers/external_id")),
                "{\"result\":{\"Kd-4711\":{\"contact\":{\"id\":\"c-1\"}}}}");
        sendgrid.answer(delete(urlPathEqualTo(MEMBERS)), 202, JOB);
        var spec = new AudienceSpec(
                "seg-42", "x", SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "external_id", Settings.empty());

        sendgrid.write(
                spec,
                new MemberChange(
                        Kind.REMOVE,
                        new SubjectKeys("p", Map.of("external_id", "Kd-4711")),
                        Map.of(),
                        Consent.NEVER_ASKED));

        assertThat(sendgrid.wire().get(0)).endsWith("{\"identifiers\":[\"Kd-4711\"]}");
    }

    @Test
    void nothing_is_sent_when_leaving_means_nothing() {
        var staying = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of());
        assertThat(outcomes(sendgrid.write(staying, change(Kind.REMOVE, MAX, Map.of()))))
                .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        assertThat(sendgrid.requests()).isEmpty();
    }

    private static String found(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> "\"p" + n + "@example.com\":{\"contact\":{\"id\":\"c-" + n + "\"}}")
                .collect(Collectors.joining(",", "{\"result\":{", "}}"));
    }
}

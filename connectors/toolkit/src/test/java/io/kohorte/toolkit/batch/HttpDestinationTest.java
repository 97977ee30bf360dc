// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Surroundings;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.identity.Normaliser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpDestinationTest {

    @RegisterExtension
    private static final WireMockExtension VENDOR = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private static final RemoteAudience AUDIENCE = RemoteAudience.planned(new AudienceSpec(
            "seg-42", "High churn", SyncMode.ADD, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Settings.empty()));

    private final Plain destination = new Plain();

    @AfterEach
    void close() {
        destination.close();
    }

    @Test
    void sends_what_it_previews_and_reads_one_result_per_row() {
        vendorAnswers(200, "[\"yes\",\"no\"]");
        var batch = batch(MemberChange.Kind.ADD, 2);
        var done = (BatchResult.Done) destination.write(AUDIENCE, batch);
        assertThat(done.outcomes()).containsExactly(new Outcome.Accepted("person0@example.com"), REFUSED);
        assertThat(destination.preview(AUDIENCE, batch).requests())
                .singleElement()
                .satisfies(request -> assertThat(request.rows()).containsExactly(0, 1));
        VENDOR.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"NOTHING, false", "REMOVE_FROM_AUDIENCE, false", "CLEAR_FIELDS, true", "DELETE, true"})
    void clears_and_deletes_only_where_that_was_thought_of(DeleteBehaviour leaving, boolean refused) {
        var audience = RemoteAudience.planned(
                new AudienceSpec("seg-42", "High churn", SyncMode.MIRROR, leaving, "email", Settings.empty()));
        var failure = catchThrowableOfType(
                ConnectorException.class, () -> destination.preview(audience, batch(MemberChange.Kind.ADD, 1)));
        assertThat(failure != null && failure.problem().code() == ProblemCode.INVALID_SETTING)
                .isEqualTo(refused);
    }

    @Test
    void believes_no_answer_about_other_rows_than_were_sent() {
        for (var answer : List.of("[\"yes\"]", "[\"yes\",\"yes\",\"yes\"]", "{\"a\":1,\"b\":2}")) {
            vendorAnswers(200, answer);
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> destination.write(AUDIENCE, batch(MemberChange.Kind.ADD, 2)));
            assertThat(failure.problem().code()).as(answer).isEqualTo(ProblemCode.BAD_RESPONSE);
        }
    }

    @Test
    void blames_a_row_that_stood_alone_and_otherwise_the_batch() {
        vendorAnswers(400, "");
        var alone = (BatchResult.Done) destination.write(AUDIENCE, batch(MemberChange.Kind.ADD, 1));
        assertThat(alone.outcomes()).singleElement().isInstanceOf(Outcome.Rejected.class);
        var failure = catchThrowableOfType(
                ConnectorException.class, () -> destination.write(AUDIENCE, batch(MemberChange.Kind.ADD, 2)));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.BATCH_REFUSED);
    }

    @Test
    void refuses_kinds_of_change_that_are_not_claimed_without_asking_anyone() {
        for (var kind : List.of(MemberChange.Kind.UPDATE, MemberChange.Kind.REMOVE)) {
            assertThatThrownBy(() -> destination.write(AUDIENCE, batch(kind, 1)))
                    .isInstanceOf(UnsupportedCapabilityException.class);
            assertThatThrownBy(() -> destination.preview(AUDIENCE, batch(kind, 1)))
                    .isInstanceOf(UnsupportedCapabilityException.class);
        }
        VENDOR.verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"401, /key", "403, /key", "404, /url", "500, /url", "429, ''"})
    void a_check_points_at_the_setting_to_mend(int status, String pointer) {
        vendorAnswers(status, "");
        assertThat(destination.check("/url", "/key")).singleElement().satisfies(problem -> assertThat(problem.pointer())
                .isEqualTo(pointer));
    }

    @Test
    void a_check_points_at_what_the_probe_did_not_find_and_blames_no_batch() {
        vendorAnswers(404, "");
        assertThat(destination.check("/url", "/key", "/folder"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/folder"));
        vendorAnswers(400, "");
        assertThat(destination.check("/url", "/key", "/folder"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING));
    }

    @Test
    void erases_by_the_plan_and_says_of_each_person_what_became_of_them() {
        vendorAnswers(200, "[\"yes\",\"no\"]");
        var people = List.of(person(0), new SubjectKeys("1", Map.of()), person(2));
        var done = (BatchResult.Done)
                new Plain() {
                    @Override
                    protected Plan erasure(Batch people) {
                        return plan(AUDIENCE, people);
                    }
                }.erase(people);
        assertThat(done.outcomes().get(0)).isEqualTo(new Outcome.Accepted("person0@example.com"));
        assertThat(done.outcomes().get(1)).isInstanceOf(Outcome.Rejected.class);
        assertThat(done.outcomes().get(2)).isEqualTo(REFUSED);
        assertThatThrownBy(() -> destination.erase(people)).isInstanceOf(UnsupportedCapabilityException.class);
    }

    @Test
    void a_check_of_a_sound_account_finds_nothing() {
        vendorAnswers(204, "");
        assertThat(destination.check("/url", "/key")).isEmpty();
    }

    private static final Outcome REFUSED =
            new Outcome.Rejected(Problem.of(ProblemCode.IDENTIFIER_INVALID, "The vendor refuses this person."));

    private static void vendorAnswers(int status, String body) {
        VENDOR.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static Batch batch(MemberChange.Kind kind, int people) {
        var changes = Stream.iterate(0, person -> person + 1)
                .limit(people)
                .map(person -> new MemberChange(kind, person(person), Map.of(), Consent.NEVER_ASKED))
                .toList();
        return new Batch("batch-1", Surroundings.NOON, changes);
    }

    private static SubjectKeys person(int number) {
        return new SubjectKeys("4711" + number, Map.of("email", "person" + number + "@example.com"));
    }

    /** Adds people, nothing else. */
    private static class Plain extends HttpDestination {

        private static final ConnectorDescriptor ADDS = new ConnectorDescriptor(
                "plain",
                "Plain",
                ConnectorDescriptor.Category.EMAIL,
                "1.0.0",
                Set.of(Capability.ADD),
                List.of("email"),
                new Limits(10, 1 << 20, 10, Duration.ofSeconds(1), 2),
                "{}",
                "{}",
                List.of(),
                "https://vendor.example");

        Plain() {
            super(ADDS, ErrorTable.STANDARD, Settings.empty(), Surroundings.open());
        }

        @Override
        protected void probe() {
            ask(http.get(VENDOR.baseUrl()));
        }

        @Override
        protected Plan plan(RemoteAudience audience, Batch batch) {
            return Rows.by("email", Normaliser.email(), batch).plan(10, rows -> http.post(VENDOR.baseUrl())
                    .body("text/plain", rows.get(0).key().getBytes(StandardCharsets.UTF_8))
                    .idempotent());
        }

        @Override
        protected List<Outcome> outcomes(Reply reply) {
            return reply.inOrder(
                    reply.json(),
                    (result, change) -> result.asText().equals("yes")
                            ? new Outcome.Accepted(
                                    change.subject().identifiers().get("email"))
                            : REFUSED);
        }
    }
}

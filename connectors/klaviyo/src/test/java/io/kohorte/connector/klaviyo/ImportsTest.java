// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.audience;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.change;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.collection;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.error;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.job;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportsTest {

    private static final RemoteAudience LIST =
            audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final String JOBS = "/api/profile-bulk-import-jobs";

    private final FakeKlaviyo klaviyo = new FakeKlaviyo();
    private final KlaviyoDestination destination = klaviyo.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        klaviyo.close();
    }

    @Test
    void a_batch_larger_than_five_megabytes_becomes_two_jobs_whose_rows_stay_apart() {
        var changes = new ArrayList<MemberChange>();
        for (var person = 0; person < 60; person++) {
            changes.add(change(
                    Kind.ADD, "a" + person + "@example.com", Map.of("letter", FieldValue.of("x".repeat(95_000)))));
        }
        klaviyo.answer(post(urlPathEqualTo(JOBS)).withRequestBody(containing("a0@")), 202, job("first", "queued", 0));
        klaviyo.answer(post(urlPathEqualTo(JOBS)).withRequestBody(containing("a59@")), 202, job("second", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/first")), 200, job("first", "complete", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/second")), 200, job("second", "complete", 1));
        klaviyo.answer(
                get(urlPathEqualTo(JOBS + "/second/import-errors")),
                200,
                collection(failure("e", "invalid", 7, "email")));

        var pending =
                (BatchResult.Pending) destination.audiences().write(LIST, new Batch("b", FakeKlaviyo.NOW, changes));
        var sizes = klaviyo.requests().stream()
                .map(request -> request.getBody().length)
                .toList();
        var outcomes = outcomes(destination.audiences().poll(pending.ticket()));

        assertThat(sizes).hasSize(2).allMatch(size -> size <= 5_000_000);
        var rejected =
                outcomes.stream().filter(Outcome.Rejected.class::isInstance).toList();
        assertThat(rejected).hasSize(1);
        assertThat(outcomes.indexOf(rejected.get(0))).isEqualTo(52 + 7);
        assertThat(pending.lookAgain()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void import_errors_are_paged_and_placed_by_pointer() {
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "complete", 2));
        var errors = JOBS + "/j/import-errors";
        klaviyo.answer(
                get(urlPathEqualTo(errors)),
                200,
                "{\"data\":[" + failure("1", "invalid", 2, "phone_number")
                        + "],\"links\":{\"self\":\"x\",\"next\":\"https://elsewhere.example/x?page%5Bcursor%5D=b%3D\"}}");
        klaviyo.answer(
                get(urlPathEqualTo(errors)).withQueryParam("page[cursor]", equalTo("b=")),
                200,
                collection(failure("2", "duplicate_profile", 0, "")));

        var outcomes = settled(three());

        assertThat(problem(outcomes.get(0)).code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted(""));
        assertThat(problem(outcomes.get(2)).code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
        assertThat(problem(outcomes.get(2)).field()).isEqualTo("phone_number");
        assertThat(problem(outcomes.get(2)).message()).isEqualTo("Klaviyo refused the value of phone_number.");
    }

    @Test
    void nobody_is_taken_for_a_member_when_errors_cannot_be_placed() {
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "complete", 2));
        for (var errors : List.of(
                collection(failure("1", "invalid", 1, "email")),
                collection(failure("1", "invalid", 9, "email"), failure("2", "invalid", 1, "email")),
                "{\"data\":[]}")) {
            klaviyo.answer(get(urlPathEqualTo(JOBS + "/j/import-errors")), 200, errors);
            assertThatThrownBy(() -> settled(three())).hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void a_failure_of_the_only_profile_needs_no_pointer() {
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "complete", 1));
        klaviyo.answer(
                get(urlPathEqualTo(JOBS + "/j/import-errors")),
                200,
                collection("{\"id\":\"1\",\"attributes\":{\"code\":\"invalid\",\"source\":{}}}"));

        assertThat(problem(settled(batch(change(Kind.ADD, "a@example.com", Map.of())))
                                .get(0))
                        .code())
                .isEqualTo(ProblemCode.FIELD_INVALID);
    }

    @Test
    void a_job_is_asked_later_and_later_and_a_cancelled_one_is_sent_again() {
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "processing", 0));
        var waits = new ArrayList<Duration>();
        var latest = destination.audiences().write(LIST, three());
        for (var look = 0; look < 5; look++) {
            waits.add(((BatchResult.Pending) latest).lookAgain());
            latest = destination.audiences().poll(((BatchResult.Pending) latest).ticket());
        }
        assertThat(waits).extracting(Duration::toSeconds).containsExactly(5L, 10L, 20L, 30L, 30L);

        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "cancelled", 0));
        assertThat(outcomes(destination.audiences().poll(((BatchResult.Pending) latest).ticket())))
                .hasSize(3)
                .allMatch(Outcome.Retry.class::isInstance);
    }

    @Test
    void a_refused_import_that_names_profiles_rejects_those_and_sends_the_others_again() {
        klaviyo.stubFor(post(urlPathEqualTo(JOBS))
                .willReturn(
                        error(400, "invalid", "/data/attributes/profiles/data/1/attributes/properties/churn_score")));

        var outcomes = outcomes(destination.audiences().write(LIST, three()));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Retry.class);
        assertThat(problem(outcomes.get(1)).code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem(outcomes.get(1)).field()).isEqualTo("churn_score");
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void whoever_has_an_attribute_cleared_goes_out_alone_since_jobs_ignore_null() {
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(
                post(urlPathEqualTo("/api/profile-import")), 200, "{\"data\":{\"type\":\"profile\",\"id\":\"01A\"}}");
        klaviyo.answer(post(urlPathEqualTo("/api/lists/VRgFBd/relationships/profiles")), 204, "");
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "complete", 0));

        var outcomes = settled(batch(
                change(Kind.ADD, "a@example.com", Map.of("last_name", FieldValue.EMPTY)),
                change(Kind.UPDATE, "b@example.com", Map.of("shoe_size", FieldValue.EMPTY))));

        assertThat(klaviyo.body(0))
                .isEqualTo(
                        "{\"data\":{\"type\":\"profile\",\"attributes\":{\"email\":\"a@example.com\",\"last_name\":null}}}");
        assertThat(klaviyo.body(1)).isEqualTo("{\"data\":[{\"type\":\"profile\",\"id\":\"01A\"}]}");
        assertThat(klaviyo.body(2))
                .contains("{\"type\":\"profile\",\"attributes\":{\"email\":\"b@example.com\"},"
                        + "\"meta\":{\"patch_properties\":{\"unset\":[\"shoe_size\"]}}}");
        assertThat(outcomes).allMatch(Outcome.Accepted.class::isInstance);
    }

    @Test
    void few_people_are_written_one_by_one_and_each_has_an_outcome_at_once() {
        try (var small = klaviyo.open(Map.of("bulkFrom", 50))) {
            klaviyo.answer(
                    post(urlPathEqualTo("/api/profile-import")),
                    201,
                    "{\"data\":{\"type\":\"profile\",\"id\":\"01A\"}}");
            klaviyo.stubFor(post(urlPathEqualTo("/api/profile-import"))
                    .withRequestBody(containing("bad@"))
                    .willReturn(error(400, "invalid", "/data/attributes/email")));
            klaviyo.answer(post(urlPathEqualTo("/api/lists/VRgFBd/relationships/profiles")), 204, "");

            var outcomes = outcomes(small.audiences()
                    .write(
                            LIST,
                            batch(
                                    change(Kind.ADD, "bad@example.com", Map.of()),
                                    change(Kind.ADD, "good@example.com", Map.of()))));

            assertThat(problem(outcomes.get(0)).code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
            assertThat(problem(outcomes.get(0)).message()).isEqualTo("quoted ***");
            assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("01A"));
        }
    }

    @Test
    void when_klaviyo_throttles_in_the_middle_those_who_went_through_get_on_the_list_and_the_rest_waits() {
        try (var small = klaviyo.open(Map.of("bulkFrom", 50))) {
            klaviyo.answer(
                    post(urlPathEqualTo("/api/profile-import")),
                    201,
                    "{\"data\":{\"type\":\"profile\",\"id\":\"01A\"}}");
            klaviyo.stubFor(post(urlPathEqualTo("/api/profile-import"))
                    .withRequestBody(containing("late@"))
                    .willReturn(error(429, "throttled", "").withHeader("Retry-After", "7")));
            klaviyo.answer(post(urlPathEqualTo("/api/lists/VRgFBd/relationships/profiles")), 204, "");

            var outcomes = outcomes(small.audiences()
                    .write(
                            LIST,
                            batch(
                                    change(Kind.ADD, "good@example.com", Map.of()),
                                    change(Kind.ADD, "late@example.com", Map.of()))));

            assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("01A"));
            assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
                assertThat(retry.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
                assertThat(retry.after()).isEqualTo(Duration.ofSeconds(7));
            });
        }
    }

    @Test
    void mode_update_writes_only_profiles_that_are_there() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/profiles")),
                200,
                collection("{\"type\":\"profile\",\"id\":\"01A\",\"attributes\":{\"email\":\"A@example.com\"}}"));
        klaviyo.answer(post(urlPathEqualTo(JOBS)), 202, job("j", "queued", 0));
        klaviyo.answer(get(urlPathEqualTo(JOBS + "/j")), 200, job("j", "complete", 0));
        var update = audience(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of("writeTo", "profiles"));

        var pending = (BatchResult.Pending) destination
                .audiences()
                .write(
                        update,
                        batch(
                                change(Kind.ADD, "b@example.com", Map.of("x", FieldValue.of(true))),
                                change(Kind.ADD, "a@example.com", Map.of("x", FieldValue.of(true)))));
        var outcomes = outcomes(destination.audiences().poll(pending.ticket()));

        assertThat(klaviyo.asked().get(0))
                .isEqualTo("GET /api/profiles?filter=any(email,[\"b@example.com\",\"a@example.com\"])"
                        + "&fields[profile]=email&page[size]=100");
        assertThat(klaviyo.body(1))
                .isEqualTo("{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":["
                        + "{\"type\":\"profile\",\"id\":\"01A\",\"attributes\":{\"properties\":{\"x\":true}}}]}}}}");
        assertThat(problem(outcomes.get(0)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not an address", "@example.com"})
    void an_identifier_that_is_none_is_never_sent(String email) {
        var preview = destination.audiences().preview(LIST, batch(change(Kind.ADD, email, Map.of())));
        assertThat(preview.requests()).isEmpty();
        assertThat(problem(preview.refused().get(0).outcome()).code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
    }

    @Test
    void phone_numbers_go_out_in_international_form_and_ids_of_klaviyo_as_ids() {
        var phone = preview("phone", Map.of("phone", "0170 1234567"));
        var id = preview("klaviyo_id", Map.of("klaviyo_id", "01HX"));
        var number = preview("customer_id", Map.of("customer_id", "4711"));
        assertThat(phone).contains("{\"phone_number\":\"+491701234567\"}");
        assertThat(id).contains("{\"type\":\"profile\",\"id\":\"01HX\",\"attributes\":{}}");
        assertThat(number).contains("{\"external_id\":\"4711\"}");
    }

    @Test
    void a_profile_of_more_than_100_kilobytes_is_held_back() {
        var large = change(Kind.ADD, "a@example.com", Map.of("letter", FieldValue.of("x".repeat(100_001))));
        var preview = destination.audiences().preview(LIST, batch(large));
        assertThat(preview.requests()).isEmpty();
        assertThat(problem(preview.refused().get(0).outcome()).code()).isEqualTo(ProblemCode.FIELD_INVALID);
    }

    @Test
    void mode_insert_is_refused_rather_than_pretended() {
        var insert = audience(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of());
        assertThatThrownBy(() -> destination.audiences().ensure(insert.spec()))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    private String preview(String matchKey, Map<String, String> identifiers) {
        var spec = new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                matchKey,
                Settings.empty());
        var add = new MemberChange(Kind.ADD, new SubjectKeys("p", identifiers), Map.of(), Consent.NEVER_ASKED);
        return destination
                .audiences()
                .preview(RemoteAudience.planned(spec), batch(add))
                .requests()
                .get(0)
                .body();
    }

    private List<Outcome> settled(Batch batch) {
        var pending = (BatchResult.Pending) destination.audiences().write(LIST, batch);
        return outcomes(destination.audiences().poll(pending.ticket()));
    }

    private static Batch three() {
        return batch(
                change(Kind.ADD, "a@example.com", Map.of()),
                change(Kind.ADD, "b@example.com", Map.of()),
                change(Kind.ADD, "c@example.com", Map.of()));
    }

    private static Problem problem(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem();
    }

    private static String failure(String id, String code, int position, String field) {
        return """
        {"type":"import-error","id":"%s","attributes":{"code":"%s","title":"Invalid input","detail":"x@example.com is none",
         "source":{"pointer":"/data/attributes/profiles/data/%d/attributes/%s"}}}"""
                .formatted(id, code, position, field);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static io.kohorte.connector.iterable.FakeIterable.spec;
import static io.kohorte.spi.MemberChange.Kind.ADD;
import static io.kohorte.spi.MemberChange.Kind.REMOVE;
import static io.kohorte.spi.MemberChange.Kind.UPDATE;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemberChangesTest {

    private static final AudienceSpec LIST =
            spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Map.of());

    private final FakeIterable iterable = new FakeIterable();
    private IterableDestination destination = iterable.open(Map.of("defaultRegion", "DE"));

    @AfterEach
    void close() {
        destination.close();
        iterable.close();
    }

    @Test
    void who_enters_is_put_on_the_list_with_fields_in_their_types() {
        iterable.post("/lists/subscribe", 200, report(2, 0, ""));
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("lastName", FieldValue.of("Müller"));
        fields.put("phoneNumber", FieldValue.of("0170 1234567"));
        fields.put("score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("lastOrder", FieldValue.of(Instant.parse("2026-11-20T10:00:00Z")));
        fields.put("city", FieldValue.EMPTY);

        var outcomes = write(LIST, person(ADD, " Max@Example.COM", fields), person(ADD, "eva@example.com", Map.of()));

        assertThat(outcomes).containsOnly(new Outcome.Accepted(""));
        assertThat(iterable.jsonBody(0))
                .isEqualTo(
                        parse(
                                """
                                {"listId":72,"updateExistingUsersOnly":false,"subscribers":[
                                 {"email":"max@example.com","dataFields":{"lastName":"Müller","phoneNumber":"+491701234567",
                                  "score":0.870,"vip":true,"lastOrder":"2026-11-20 10:00:00 +00:00","city":null}},
                                 {"email":"eva@example.com"}]}"""));
        assertThat(iterable.requests().get(0).getHeader("Api-Key")).isEqualTo("server-side-key");
    }

    @ParameterizedTest
    @CsvSource({
        "invalidEmails, IDENTIFIER_INVALID",
        "invalidDataEmails, FIELD_INVALID",
        "conflictEmails, CONFLICT",
        "forgottenEmails, FORGOTTEN",
        "notFoundEmails, NOT_FOUND",
    })
    void whoever_is_named_as_failed_is_rejected_for_that_reason_and_the_others_go_through(
            String failed, ProblemCode expected) {
        iterable.post("/lists/subscribe", 200, report(1, 1, "\"" + failed + "\":[\"MAX@example.com\"]"));

        var outcomes = write(LIST, person(ADD, "eva@example.com"), person(ADD, "max@example.com"));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(((Outcome.Rejected) outcomes.get(1)).problem().code()).isEqualTo(expected);
    }

    @Test
    void valid_and_yet_not_written_is_tried_again() {
        iterable.post("/lists/subscribe", 200, report(1, 1, "\"validEmailFailures\":[\"max@example.com\"]"));

        var outcomes = write(LIST, person(ADD, "max@example.com"), person(ADD, "eva@example.com"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void failures_without_names_halve_the_batch_until_the_row_stands_alone() {
        iterable.post("/lists/subscribe", 200, report(1, 1, ""));
        assertThat(refusal(LIST, person(ADD, "max@example.com"), person(ADD, "eva@example.com")))
                .isEqualTo(ProblemCode.BATCH_REFUSED);

        iterable.post("/lists/subscribe", 200, report(0, 1, ""));
        assertThat(write(LIST, person(ADD, "max@example.com")).get(0)).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void a_success_that_counts_nobody_is_none() {
        iterable.post("/lists/subscribe", 200, report(0, 0, ""));
        assertThat(refusal(LIST, person(ADD, "max@example.com"))).isEqualTo(ProblemCode.UNAVAILABLE);

        iterable.post("/lists/subscribe", 200, "{\"code\":\"Success\"}");
        assertThat(refusal(LIST, person(ADD, "max@example.com"))).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    @Test
    void who_changes_has_fields_written_and_is_subscribed_to_nothing() {
        iterable.post("/users/bulkUpdate", 200, report(1, 0, ""));

        write(LIST, person(UPDATE, "max@example.com", Map.of("city", FieldValue.of("Köln"))));

        assertThat(iterable.sent()).containsExactly("POST /api/users/bulkUpdate");
        assertThat(iterable.jsonBody(0))
                .isEqualTo(parse("{\"users\":[{\"email\":\"max@example.com\",\"dataFields\":{\"city\":\"Köln\"}}]}"));
    }

    @Test
    void who_leaves_is_taken_off_the_list_and_keeps_the_channel() {
        iterable.post(
                "/lists/unsubscribe",
                200,
                report(1, 2, "\"notFoundEmails\":[\"gone@example.com\"],\"forgottenEmails\":[\"late@example.com\"]"));

        var outcomes = write(
                LIST,
                person(REMOVE, "max@example.com", Map.of("city", FieldValue.of("Köln"))),
                person(REMOVE, "gone@example.com"),
                person(REMOVE, "late@example.com"));

        assertThat(outcomes).containsOnly(new Outcome.Accepted(""));
        assertThat(iterable.sent()).containsExactly("POST /api/lists/unsubscribe");
        assertThat(iterable.jsonBody(0))
                .isEqualTo(
                        parse(
                                """
                                {"listId":72,"channelUnsubscribe":false,"subscribers":[{"email":"max@example.com"},
                                 {"email":"gone@example.com"},{"email":"late@example.com"}]}"""));
    }

    @Test
    void fields_are_cleared_of_those_only_whom_iterable_knows() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, "email", Map.of());
        iterable.post("/lists/unsubscribe", 200, report(1, 1, "\"notFoundEmails\":[\"gone@example.com\"]"));
        iterable.post("/users/bulkUpdate", 200, report(1, 0, ""));
        var fields = Map.of("city", FieldValue.of("Köln"));

        var outcomes =
                write(spec, person(REMOVE, "gone@example.com", fields), person(REMOVE, "max@example.com", fields));

        assertThat(outcomes).containsOnly(new Outcome.Accepted(""));
        assertThat(iterable.jsonBody(1))
                .isEqualTo(parse("{\"users\":[{\"email\":\"max@example.com\",\"dataFields\":{\"city\":null}}]}"));
    }

    @Test
    void when_clearing_fails_after_leaving_the_row_comes_again() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, "email", Map.of());
        iterable.post("/lists/unsubscribe", 200, report(2, 0, ""));
        iterable.post("/users/bulkUpdate", 503, "");

        var outcomes = write(
                spec,
                person(REMOVE, "max@example.com", Map.of("city", FieldValue.of("Köln"))),
                person(REMOVE, "eva@example.com"));

        assertThat(((Outcome.Retry) outcomes.get(0)).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(outcomes.get(1)).as("has no fields to clear").isEqualTo(new Outcome.Accepted(""));
    }

    @ParameterizedTest
    @CsvSource({
        "userId, UPSERT, true, false",
        "hybrid, UPDATE, true, true",
        "email, UPSERT, true, false",
        "email, UPDATE, false, false"
    })
    void user_ids_create_users_only_where_the_mode_says_so(
            String projectType, SyncMode mode, boolean prefers, boolean existingOnly) {
        reopen(Map.of("projectType", projectType));
        iterable.post("/lists/subscribe", 200, report(1, 0, ""));
        var spec = spec(mode, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "user_id", Map.of());

        write(spec, FakeIterable.change(ADD, "user_id", "U-4711", Map.of()));

        assertThat(iterable.jsonBody(0))
                .isEqualTo(parse("{\"listId\":72,\"updateExistingUsersOnly\":" + existingOnly
                        + ",\"subscribers\":[{\"userId\":\"U-4711\",\"preferUserId\":" + prefers + "}]}"));
    }

    @Test
    void two_user_ids_may_differ_in_case_only() {
        reopen(Map.of("projectType", "userId"));
        iterable.post("/lists/subscribe", 200, report(1, 1, "\"forgottenUserIds\":[\"U-4711\"]"));
        var spec = spec(SyncMode.UPSERT, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "user_id", Map.of());

        var outcomes = write(
                spec,
                FakeIterable.change(ADD, "user_id", "U-4711", Map.of()),
                FakeIterable.change(ADD, "user_id", "u-4711", Map.of()));

        assertThat(((Outcome.Rejected) outcomes.get(0)).problem().code()).isEqualTo(ProblemCode.FORGOTTEN);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void a_field_that_iterable_leaves_out_pauses_the_sync_and_who_has_none_of_it_goes_through() {
        iterable.post(
                "/lists/subscribe",
                200,
                "{\"successCount\":2,\"failCount\":0,\"filteredOutFields\":[\"secret.part\",\"other\"]}");

        var outcomes = write(
                LIST,
                person(ADD, "max@example.com", Map.of("secret", FieldValue.of("x"))),
                person(ADD, "eva@example.com", Map.of("city", FieldValue.of("Köln"))));

        assertThat(((Outcome.Retry) outcomes.get(0)).problem())
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_SETTING))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("secret"));
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void what_iterable_cannot_do_is_refused_with_the_way_out() {
        for (var spec : List.of(
                spec(SyncMode.INSERT, DeleteBehaviour.NOTHING, "user_id", Map.of()),
                spec(SyncMode.UPDATE, DeleteBehaviour.NOTHING, "email", Map.of()),
                spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, "email", Map.of()))) {
            assertThatThrownBy(() -> destination.audiences().ensure(spec)).hasMessageStartingWith("INVALID_SETTING");
            assertThat(refusal(spec, person(ADD, "max@example.com"))).isEqualTo(ProblemCode.INVALID_SETTING);
        }
        assertThat(refusal(LIST, person(ADD, "max@example.com", Map.of("email", FieldValue.of("x@y.de")))))
                .isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(iterable.requests()).isEmpty();
    }

    @Test
    void rows_that_cannot_go_are_held_back_with_their_reason() {
        iterable.post("/lists/subscribe", 200, report(1, 0, ""));
        var nameless = new MemberChange(ADD, new SubjectKeys("p", Map.of()), Map.of(), Consent.NEVER_ASKED);

        var outcomes = write(
                LIST,
                person(ADD, "max@example.com"),
                nameless,
                person(ADD, "no address"),
                person(ADD, "MAX@example.com"),
                person(UPDATE, "eva@example.com"));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.subList(1, 4).stream()
                        .map(outcome -> ((Outcome.Rejected) outcome).problem().code()))
                .containsExactly(ProblemCode.IDENTIFIER_MISSING, ProblemCode.IDENTIFIER_INVALID, ProblemCode.DUPLICATE);
        assertThat(outcomes.get(4)).isInstanceOf(Outcome.Skipped.class);
    }

    @Test
    void long_rows_are_cut_into_requests_below_four_megabytes() {
        var longText = Map.of("notes", FieldValue.of("ü".repeat(700_000)));
        var changes = IntStream.range(0, 5)
                .mapToObj(i -> person(ADD, "max" + i + "@example.com", longText))
                .toArray(MemberChange[]::new);

        var preview = destination.audiences().preview(RemoteAudience.planned(LIST), batch(changes));

        assertThat(preview.requests()).hasSize(3).allSatisfy(request -> assertThat(
                        request.body().getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(IterableConnector.BYTES_PER_REQUEST));
    }

    private static String report(int successes, int failures, String failed) {
        return "{\"successCount\":" + successes + ",\"failCount\":" + failures + ",\"failedUpdates\":{" + failed + "}}";
    }

    private static MemberChange person(MemberChange.Kind kind, String email) {
        return person(kind, email, Map.of());
    }

    private static MemberChange person(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return FakeIterable.change(kind, "email", email, fields);
    }

    private void reopen(Map<String, ?> settings) {
        destination.close();
        destination = iterable.open(settings);
    }

    private ProblemCode refusal(AudienceSpec spec, MemberChange... changes) {
        return catchThrowableOfType(ConnectorException.class, () -> write(spec, changes))
                .problem()
                .code();
    }

    private List<Outcome> write(AudienceSpec spec, MemberChange... changes) {
        return ((BatchResult.Done) destination.audiences().write(new RemoteAudience(spec, "72"), batch(changes)))
                .outcomes();
    }
}

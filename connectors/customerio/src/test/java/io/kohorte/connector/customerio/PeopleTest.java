// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.customerio.FakeCustomerIo.audience;
import static io.kohorte.connector.customerio.FakeCustomerIo.change;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeopleTest {

    private static final RemoteAudience ATTRIBUTE =
            audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final Map<String, Boolean> AGREED = Map.of("marketing", true);

    private final FakeCustomerIo customerIo = new FakeCustomerIo();
    private final CustomerIoDestination destination = customerIo.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        customerIo.close();
    }

    @Test
    void who_enters_is_marked_where_they_exist_with_moments_in_seconds_and_empty_fields_removed() {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("seen", FieldValue.of(Instant.parse("2024-11-21T20:26:10Z")));
        fields.put("city", FieldValue.EMPTY);
        assertThat(body(ATTRIBUTE, change(Kind.ADD, "4711", fields, AGREED)))
                .isEqualTo(
                        "{\"batch\":[{\"type\":\"person\",\"identifiers\":{\"id\":\"4711\"},\"action\":\"identify\","
                                + "\"attributes\":{\"seen\":1732220770,\"city\":\"\",\"kohorte_seg_42\":true,\"_update\":true}}]}");
    }

    @Test
    void nobody_is_created_unless_asked_for_and_then_only_who_enters_and_agreed() {
        var creating = audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("createPeople", true));
        assertThat(body(creating, change(Kind.ADD, "4711", Map.of(), AGREED))).doesNotContain("_update");
        assertThat(body(creating, change(Kind.UPDATE, "4711", Map.of(), AGREED)))
                .contains("\"_update\":true");
        for (var consent : List.of(
                Map.<String, Boolean>of(),
                Map.of("marketing", false, "email", true),
                Map.of("marketing", true, "email", false))) {
            assertThat(body(creating, change(Kind.ADD, "4711", Map.of(), consent)))
                    .contains("\"_update\":true");
        }
        var updating = audience(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of("createPeople", true));
        assertThat(body(updating, change(Kind.ADD, "4711", Map.of(), AGREED))).contains("\"_update\":true");
    }

    @Test
    void nobody_is_subscribed_unless_asked_for_and_then_only_who_enters_and_agreed() {
        assertThat(body(ATTRIBUTE, change(Kind.ADD, "4711", Map.of(), AGREED))).doesNotContain("unsubscribed");
        var subscribing = audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("subscribe", true));
        assertThat(body(subscribing, change(Kind.ADD, "4711", Map.of(), AGREED)))
                .contains("\"unsubscribed\":false");
        assertThat(body(subscribing, change(Kind.ADD, "4711", Map.of()))).doesNotContain("unsubscribed");
        assertThat(body(subscribing, change(Kind.UPDATE, "4711", Map.of(), AGREED)))
                .doesNotContain("unsubscribed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribed", "cio_subscription_preferences.topics.topic_1", "_update", "cio_id"})
    void a_mapping_cannot_write_who_is_subscribed(String field) {
        var change = change(Kind.ADD, "4711", Map.of(field, FieldValue.of(false)));
        assertThatThrownBy(() -> body(ATTRIBUTE, change)).hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void who_leaves_is_unmarked_cleared_or_deleted_but_never_created() {
        var clearing = audience(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("attribute", "churning"));
        var deleting = audience(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of());
        var fields = Map.of("score", FieldValue.of("high"));
        assertThat(body(ATTRIBUTE, change(Kind.REMOVE, "4711", fields)))
                .contains("\"attributes\":{\"kohorte_seg_42\":false,\"_update\":true}");
        assertThat(body(clearing, change(Kind.REMOVE, "4711", fields)))
                .contains("\"attributes\":{\"score\":\"\",\"churning\":false,\"_update\":true}");
        assertThat(body(deleting, change(Kind.REMOVE, "4711", fields)))
                .isEqualTo(
                        "{\"batch\":[{\"type\":\"person\",\"identifiers\":{\"id\":\"4711\"},\"action\":\"delete\"}]}");
    }

    @Test
    void leaving_without_consequence_is_not_sent() {
        var keeping = audience(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of());
        var fieldsOnly = audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("writeTo", "fields"));
        for (var audience : List.of(keeping, fieldsOnly)) {
            var preview = destination.audiences().preview(audience, batch(change(Kind.REMOVE, "4711", Map.of())));
            assertThat(preview.requests()).isEmpty();
            assertThat(preview.refused().get(0).outcome()).isEqualTo(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "email, ' Max.Muster@Example.COM ', email, max.muster@example.com",
        "phone, 0170 1234567, phone, +491701234567",
        "customerio_id, 03000001, cio_id, 03000001",
        "user_id, 4711, id, 4711"
    })
    void people_are_named_by_one_identifier(String namespace, String raw, String wire, String value) {
        try (var german = customerIo.open(Map.of("defaultRegion", "DE"))) {
            var spec = new AudienceSpec(
                    "seg-42",
                    "High churn",
                    SyncMode.MIRROR,
                    DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                    namespace,
                    Settings.empty());
            var add = new MemberChange(
                    Kind.ADD, new SubjectKeys("p", Map.of(namespace, raw)), Map.of(), Consent.NEVER_ASKED);
            var body = german.audiences()
                    .preview(RemoteAudience.planned(spec), batch(add))
                    .requests()
                    .get(0)
                    .body();
            assertThat(body).contains("\"identifiers\":{\"" + wire + "\":\"" + value + "\"}");
        }
    }

    @Test
    void a_batch_stays_below_500_kilobytes_and_a_person_below_32() {
        var changes = new ArrayList<MemberChange>();
        for (var person = 0; person < 40; person++) {
            changes.add(change(Kind.ADD, "p" + person, Map.of("letter", FieldValue.of("x".repeat(30_000)))));
        }
        changes.add(change(Kind.ADD, "large", Map.of("letter", FieldValue.of("x".repeat(32_000)))));
        var preview = destination.audiences().preview(ATTRIBUTE, new Batch("b", FakeCustomerIo.NOW, changes));
        assertThat(preview.requests())
                .hasSize(3)
                .allMatch(request -> request.body().length() < 500_000);
        assertThat(preview.refused()).singleElement().satisfies(refusal -> assertThat(refusal.row())
                .isEqualTo(40));
    }

    @Test
    void errors_inside_a_207_are_placed_by_their_index() {
        customerIo.answer(
                post(urlEqualTo("/api/v2/batch")),
                207,
                """
                {"errors":[{"batch_index":2,"reason":"invalid","field":"identifiers.id","message":"'4713' is too long"},
                           {"batch_index":0,"reason":"invalid","field":"attributes.score","message":"bad for max@example.com"}]}""");
        var outcomes = outcomes(destination.audiences().write(ATTRIBUTE, three()));
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(0)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
            assertThat(rejected.problem().field()).isEqualTo("attributes.score");
            assertThat(rejected.problem().message()).isEqualTo("bad for ***");
        });
        assertThat(outcomes.get(2)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
            assertThat(rejected.problem().message()).isEqualTo("'***' is too long");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"errors\":[]}",
                "{\"errors\":[{\"reason\":\"invalid\"}]}",
                "{\"errors\":[{\"batch_index\":3}]}",
                "{\"errors\":[{\"batch_index\":-1}]}",
                "{\"errors\":[{\"batch_index\":\"1\"}]}",
                "[]"
            })
    void a_207_that_names_nobody_takes_nobody_for_delivered(String body) {
        customerIo.answer(post(urlEqualTo("/api/v2/batch")), 207, body);
        assertThatThrownBy(() -> destination.audiences().write(ATTRIBUTE, three()))
                .hasMessageStartingWith("BAD_RESPONSE");
    }

    @ParameterizedTest
    @CsvSource({
        "400, BATCH_REFUSED",
        "401, CREDENTIALS_REJECTED",
        "403, NOT_PERMITTED",
        "413, BATCH_REFUSED",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE"
    })
    void every_refusal_has_its_meaning(int status, ProblemCode expected) {
        customerIo.answer(post(urlEqualTo("/api/v2/batch")), status, "{\"meta\":{\"error\":\"quoted 4711\"}}");
        var failure = catchThrowableOfType(
                ConnectorException.class, () -> destination.audiences().write(ATTRIBUTE, three()));
        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.getMessage()).doesNotContain("4711").doesNotContain("track-key");
        assertThat(customerIo.requests()).hasSize(1);
    }

    @Test
    void mode_insert_is_refused_rather_than_pretended() {
        var insert = audience(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of());
        assertThatThrownBy(() -> destination.audiences().ensure(insert.spec()))
                .hasMessageStartingWith("INVALID_SETTING");
    }

    private String body(RemoteAudience audience, MemberChange change) {
        return destination
                .audiences()
                .preview(audience, batch(change))
                .requests()
                .get(0)
                .body();
    }

    private static Batch three() {
        return batch(
                change(Kind.ADD, "4711", Map.of()),
                change(Kind.ADD, "4712", Map.of()),
                change(Kind.ADD, "4713", Map.of()));
    }
}

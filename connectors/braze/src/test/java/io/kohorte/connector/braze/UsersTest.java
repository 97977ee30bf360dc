// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static io.kohorte.connector.braze.FakeBraze.MARKETING;
import static io.kohorte.connector.braze.FakeBraze.change;
import static io.kohorte.connector.braze.FakeBraze.spec;
import static io.kohorte.connector.braze.FakeBraze.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each change becomes on the wire. */
final class UsersTest {

    private static final AudienceSpec MIRROR = spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());

    private final FakeBraze braze = new FakeBraze();
    private final BrazeDestination destination = braze.open(Map.of("defaultRegion", "DE"));

    @BeforeEach
    void takesEveryone() {
        braze.answer("/users/track", 201, "{\"message\":\"success\"}");
    }

    @AfterEach
    void close() {
        destination.close();
        braze.close();
    }

    @Test
    void who_enters_is_marked_by_a_flag_and_nobody_is_created() {
        assertThat(write(destination, MIRROR, change(Kind.ADD, "4711"))).containsExactly(new Outcome.Accepted(""));

        var request = braze.requests().get(0);
        assertThat(request.getUrl()).isEqualTo("/users/track");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer rest-key-9f2");
        assertThat(request.getBodyAsString())
                .isEqualTo(
                        "{\"attributes\":[{\"external_id\":\"4711\",\"_update_existing_only\":true,\"kohorte_seg_42\":true}]}");
    }

    @Test
    void fields_of_every_type_go_before_the_mark() {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("first_name", FieldValue.of("Jürgen"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(false));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("home_city", FieldValue.EMPTY);

        write(destination, MIRROR, change(Kind.ADD, Map.of("external_id", "4711"), fields, MARKETING));

        assertThat(body())
                .isEqualTo("{\"attributes\":[{\"external_id\":\"4711\",\"_update_existing_only\":true,"
                        + "\"first_name\":\"Jürgen\",\"churn_score\":0.870,\"vip\":false,"
                        + "\"last_seen\":\"2026-11-01T08:00:00Z\",\"home_city\":null,\"kohorte_seg_42\":true}]}");
    }

    @Test
    void who_changes_gets_the_fields_alone_since_each_attribute_is_billed() {
        var fields = Map.<String, FieldValue>of("churn_score", FieldValue.of(new BigDecimal("0.5")));

        write(destination, MIRROR, change(Kind.UPDATE, Map.of("external_id", "4711"), fields, MARKETING));

        assertThat(body())
                .isEqualTo(
                        "{\"attributes\":[{\"external_id\":\"4711\",\"_update_existing_only\":true,\"churn_score\":0.5}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    REMOVE_FROM_AUDIENCE | flag  | "kohorte_seg_42":false
                    CLEAR_FIELDS         | flag  | "city":null,"kohorte_seg_42":false
                    REMOVE_FROM_AUDIENCE | array | "kohorte_segments":{"remove":["seg-42"]}
                    CLEAR_FIELDS         | array | "city":null,"kohorte_segments":{"remove":["seg-42"]}
                    CLEAR_FIELDS         | fields | "city":null
                    """)
    void who_leaves_loses_the_mark_and_is_never_created(DeleteBehaviour behaviour, String markBy, String attributes) {
        var spec = spec(SyncMode.MIRROR, behaviour, Map.of("markBy", markBy, "createUsers", true));
        var fields = Map.<String, FieldValue>of("city", FieldValue.of("Köln"));

        write(destination, spec, change(Kind.REMOVE, Map.of("external_id", "4711"), fields, MARKETING));

        assertThat(body())
                .isEqualTo("{\"attributes\":[{\"external_id\":\"4711\",\"_update_existing_only\":true," + attributes
                        + "}]}");
    }

    @Test
    void a_change_that_may_create_somebody_marks_them_too() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("createUsers", true));
        var fields = Map.<String, FieldValue>of("vip", FieldValue.of(true));

        write(destination, spec, change(Kind.UPDATE, Map.of("external_id", "4711"), fields, MARKETING));

        assertThat(body())
                .isEqualTo(
                        "{\"attributes\":[{\"external_id\":\"4711\",\"_update_existing_only\":false,\"vip\":true,\"kohorte_seg_42\":true}]}");
    }

    @Test
    void an_array_is_added_to_and_keeps_its_other_elements() {
        var spec = spec(
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                Map.of("markBy", "array", "attribute", "segments", "value", "high churn"));

        write(destination, spec, change(Kind.ADD, "4711"));

        assertThat(body())
                .isEqualTo("{\"attributes\":[{\"external_id\":\"4711\",\"_update_existing_only\":true,"
                        + "\"segments\":{\"add\":[\"high churn\"]}}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    external_id  | ` 4711 `                  | "external_id":"4711"
                    customer_id  | K-1                       | "external_id":"K-1"
                    braze_id     | 5f1a                      | "braze_id":"5f1a"
                    email        | ` Max.Muster@Example.COM ` | "email":"max.muster@example.com"
                    phone        | 0170 1234567              | "phone":"+491701234567"
                    anonymous_id | a-1                       | "user_alias":{"alias_name":"a-1","alias_label":"anonymous_id"}
                    """)
    void people_are_found_by(String namespace, String value, String expected) {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, namespace, Map.of());

        write(destination, spec, change(Kind.ADD, Map.of(namespace, value), Map.of(), MARKETING));

        assertThat(body()).startsWith("{\"attributes\":[{" + expected + ",\"_update_existing_only\":true");
    }

    @ParameterizedTest
    @CsvSource({"email,not an address", "phone,12", "external_id,EXTRA_LONG"})
    void what_cannot_be_an_identifier_is_refused_before_anyone_is_asked(String namespace, String value) {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, namespace, Map.of());
        var raw = value.equals("EXTRA_LONG") ? "ü".repeat(494) : value;

        var outcomes = write(destination, spec, change(Kind.ADD, Map.of(namespace, raw), Map.of(), MARKETING));

        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(problem(outcome))
                .isEqualTo(ProblemCode.IDENTIFIER_INVALID));
        assertThat(braze.requests()).isEmpty();
    }

    @Test
    void an_external_id_may_have_987_bytes() {
        write(destination, MIRROR, change(Kind.ADD, "x".repeat(987)));

        assertThat(braze.requests()).hasSize(1);
    }

    @Test
    void somebody_without_the_match_key_is_named_and_the_others_go() {
        var outcomes = write(
                destination,
                MIRROR,
                change(Kind.ADD, Map.of("email", "max@example.com"), Map.of(), MARKETING),
                change(Kind.ADD, "4712"));

        assertThat(problem(outcomes.get(0))).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void the_address_by_which_somebody_is_found_is_not_written_a_second_time() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, "email", Map.of());
        var fields = Map.<String, FieldValue>of("email", FieldValue.of("Max@Example.com"));

        write(destination, spec, change(Kind.REMOVE, Map.of("email", "max@example.com"), fields, MARKETING));

        assertThat(body())
                .isEqualTo(
                        "{\"attributes\":[{\"email\":\"max@example.com\",\"_update_existing_only\":true,\"kohorte_seg_42\":false}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "true,MIRROR,marketing=true,false",
        "true,MIRROR,email=true,false",
        "true,UPSERT,marketing=true,false",
        "true,UPDATE,marketing=true,true",
        "true,MIRROR,ads=true,true",
        "true,MIRROR,'',true",
        "true,MIRROR,marketing=true;email=false,true",
        "true,MIRROR,marketing=false;email=true,true",
        "false,MIRROR,marketing=true,true",
    })
    void only_who_said_yes_is_created_and_only_if_asked_for(
            boolean createUsers, SyncMode mode, String grants, boolean updateOnly) {
        var spec = spec(mode, DeleteBehaviour.NOTHING, Map.of("createUsers", createUsers));

        write(destination, spec, change(Kind.ADD, Map.of("external_id", "1"), Map.of(), consent(grants)));

        assertThat(body()).contains("\"_update_existing_only\":" + updateOnly);
    }

    @ParameterizedTest
    @CsvSource({
        "email,marketing=true,true",
        "email,email=true,true",
        "email,sms=true,false",
        "sms,sms=true,true",
        "email,'',false",
        "email,marketing=true;email=false,false",
    })
    void only_who_said_yes_is_subscribed(String channel, String grants, boolean subscribed) {
        var spec = spec(
                SyncMode.MIRROR,
                DeleteBehaviour.NOTHING,
                Map.of("subscribe", true, "subscriptionGroupId", "g-1", "subscriptionChannel", channel));

        write(destination, spec, change(Kind.ADD, Map.of("external_id", "1"), Map.of(), consent(grants)));

        var group =
                ",\"subscription_groups\":[{\"subscription_group_id\":\"g-1\",\"subscription_state\":\"subscribed\"}]";
        assertThat(body())
                .isEqualTo("{\"attributes\":[{\"external_id\":\"1\",\"_update_existing_only\":true,"
                        + "\"kohorte_seg_42\":true" + (subscribed ? group : "") + "}]}");
    }

    @Test
    void a_named_group_alone_subscribes_nobody() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("subscriptionGroupId", "g-1"));

        write(destination, spec, change(Kind.ADD, Map.of("external_id", "1"), Map.of(), MARKETING));

        assertThat(body()).doesNotContain("subscription");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_leaves_stays_subscribed_unless_that_is_asked_for(boolean unsubscribe) {
        var spec = spec(
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                Map.of("subscribe", true, "subscriptionGroupId", "g-1", "unsubscribeLeavers", unsubscribe));

        write(destination, spec, change(Kind.REMOVE, "1"));

        assertThat(body().contains("\"subscription_state\":\"unsubscribed\"")).isEqualTo(unsubscribe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email_subscribe",
                "push_subscribe",
                "subscription_groups",
                "external_id",
                "braze_id",
                "user_alias",
                "push_tokens",
                "_update_existing_only",
                "kohorte_seg_42",
                "$price",
                " "
            })
    void a_mapping_cannot_write_what_decides_who_is_written_to(String field) {
        var fields = Map.<String, FieldValue>of(field, FieldValue.of("opted_in"));

        var outcomes = write(destination, MIRROR, change(Kind.ADD, Map.of("external_id", "1"), fields, MARKETING));

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
            assertThat(rejected.problem().field()).isEqualTo(field);
        });
        assertThat(braze.requests()).isEmpty();
    }

    @Test
    void nothing_to_say_is_not_said() {
        var fieldsOnly = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("markBy", "fields"));
        var leaveAlone = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of());
        var skipped = new Outcome.Skipped(SkipReason.NOTHING_TO_SEND);

        assertThat(write(destination, fieldsOnly, change(Kind.ADD, "1"))).containsExactly(skipped);
        assertThat(write(destination, MIRROR, change(Kind.UPDATE, "1"))).containsExactly(skipped);
        assertThat(write(destination, leaveAlone, change(Kind.REMOVE, "1"))).containsExactly(skipped);
        assertThat(write(destination, leaveAlone, change(Kind.REMOVE, Map.of(), Map.of(), MARKETING)))
                .as("whoever has no name is not asked for one")
                .containsExactly(skipped);
        assertThat(braze.requests()).isEmpty();
    }

    @Test
    void somebody_larger_than_braze_takes_is_refused_here() {
        var fields = Map.<String, FieldValue>of("essay", FieldValue.of("x".repeat(100_000)));

        var outcomes = write(destination, MIRROR, change(Kind.ADD, Map.of("external_id", "1"), fields, MARKETING));

        assertThat(problem(outcomes.get(0))).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(braze.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"track,/users/track,75,2", "bulk,/users/track/bulk,1000,1"})
    void requests_are_as_large_as_the_interface_takes(String endpoint, String path, int rows, int requests) {
        braze.answer(path, 201, "{\"message\":\"success\"}");
        try (var opened = braze.open(Map.of("endpoint", endpoint))) {
            assertThat(opened.limits().rowsPerBatch()).isEqualTo(rows);

            var changes = IntStream.range(0, 100)
                    .mapToObj(n -> change(Kind.ADD, "user-" + n))
                    .toArray(MemberChange[]::new);
            assertThat(write(opened, MIRROR, changes)).hasSize(100).containsOnly(new Outcome.Accepted(""));
        }
        assertThat(braze.requests()).hasSize(requests).allMatch(request -> request.getUrl()
                .equals(path));
    }

    @Test
    void a_bulk_request_stays_below_two_megabytes() {
        braze.answer("/users/track/bulk", 201, "{\"message\":\"success\"}");
        var fields = Map.<String, FieldValue>of("essay", FieldValue.of("x".repeat(90_000)));
        try (var opened = braze.open(Map.of("endpoint", "bulk"))) {
            var changes = IntStream.range(0, 40)
                    .mapToObj(n -> change(Kind.ADD, Map.of("external_id", "user-" + n), fields, MARKETING))
                    .toArray(MemberChange[]::new);
            write(opened, MIRROR, changes);
        }
        assertThat(braze.requests()).hasSize(3).allMatch(request -> request.getBody().length <= 1_800_000);
    }

    @Test
    void insert_is_refused_since_it_would_overwrite() {
        var insert = spec(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of());

        assertThatThrownBy(() -> destination.audiences().ensure(insert)).hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void subscribing_without_a_group_is_refused() {
        var nowhere = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("subscribe", true));

        assertThatThrownBy(() -> destination.audiences().ensure(nowhere)).hasMessageStartingWith("INVALID_SETTING");
    }

    private String body() {
        return braze.requests().get(0).getBodyAsString();
    }

    private static Consent consent(String grants) {
        var answers = new LinkedHashMap<String, Boolean>();
        for (var grant : List.of(grants.split(";"))) {
            if (!grant.isEmpty()) {
                answers.put(grant.replaceFirst("=.*", ""), grant.endsWith("true"));
            }
        }
        return new Consent(answers);
    }

    private static ProblemCode problem(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem().code();
    }
}

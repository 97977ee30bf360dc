// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import static io.kohorte.connector.mparticle.FakeMparticle.EVENTS;
import static io.kohorte.connector.mparticle.FakeMparticle.change;
import static io.kohorte.connector.mparticle.FakeMparticle.spec;
import static io.kohorte.connector.mparticle.FakeMparticle.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
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
import org.junit.jupiter.params.provider.EnumSource;

/** What each change becomes on the wire. */
final class UserBatchesTest {

    private static final AudienceSpec MIRROR = spec(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final Outcome TAKEN = new Outcome.Accepted("");

    private final FakeMparticle mparticle = new FakeMparticle();
    private final MparticleDestination destination = mparticle.open(Map.of("defaultRegion", "DE"));

    @BeforeEach
    void takesEveryone() {
        mparticle.answer(EVENTS, 202, "");
    }

    @AfterEach
    void close() {
        destination.close();
        mparticle.close();
    }

    @Test
    void who_enters_is_marked_and_nothing_else_is_sent() {
        assertThat(write(destination, MIRROR, change(Kind.ADD, "4711"))).containsExactly(TAKEN);

        assertThat(mparticle.requests().get(0).getHeader("Authorization"))
                .as("the example of the documentation")
                .isEqualTo("Basic ZXhhbXBsZS1hcGkta2V5OmV4YW1wbGUtYXBpLXNlY3JldA==");
        assertThat(body())
                .isEqualTo("[{\"environment\":\"production\",\"source_request_id\":\"run-42-0\","
                        + "\"user_identities\":{\"customer_id\":\"4711\"},"
                        + "\"user_attributes\":{\"kohorte_seg_42\":true}}]");
    }

    @Test
    void fields_of_every_type_go_along_and_empty_ones_are_deleted() {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("first_name", FieldValue.of("Jürgen"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(false));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("old_segment", FieldValue.EMPTY);

        write(destination, MIRROR, change(Kind.ADD, Map.of("external_id", "4711"), fields, Map.of()));

        assertThat(body())
                .endsWith("\"user_attributes\":{\"first_name\":\"Jürgen\",\"churn_score\":0.870,\"vip\":false,"
                        + "\"last_seen\":\"2026-11-01T08:00:00Z\",\"kohorte_seg_42\":true},"
                        + "\"deleted_user_attributes\":[\"old_segment\"]}]");
    }

    @Test
    void who_changes_gets_the_fields_alone() {
        var fields = Map.<String, FieldValue>of("vip", FieldValue.of(true));

        write(destination, MIRROR, change(Kind.UPDATE, Map.of("external_id", "4711"), fields, Map.of()));

        assertThat(body()).endsWith("\"user_attributes\":{\"vip\":true}}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    REMOVE_FROM_AUDIENCE | flag   | false   | "user_attributes":{"kohorte_seg_42":false}
                    REMOVE_FROM_AUDIENCE | flag   | deleted | "deleted_user_attributes":["kohorte_seg_42"]
                    CLEAR_FIELDS         | flag   | false   | "user_attributes":{"kohorte_seg_42":false},"deleted_user_attributes":["city"]
                    CLEAR_FIELDS         | flag   | deleted | "deleted_user_attributes":["city","kohorte_seg_42"]
                    CLEAR_FIELDS         | fields | false   | "deleted_user_attributes":["city"]
                    """)
    void who_leaves_loses_the_mark(DeleteBehaviour behaviour, String markBy, String leavers, String attributes) {
        var spec = spec(behaviour, Map.of("markBy", markBy, "leavers", leavers));
        var fields = Map.<String, FieldValue>of("city", FieldValue.of("Köln"));

        write(destination, spec, change(Kind.REMOVE, Map.of("external_id", "4711"), fields, Map.of()));

        assertThat(body())
                .isEqualTo("[{\"environment\":\"production\",\"source_request_id\":\"run-42-0\","
                        + "\"user_identities\":{\"customer_id\":\"4711\"}," + attributes + "}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    external_id | ` 4711 `                  | "user_identities":{"customer_id":"4711"}
                    user_id     | U-1                       | "user_identities":{"customer_id":"U-1"}
                    email       | ` Max.Muster@Example.COM ` | "user_identities":{"email":"max.muster@example.com"}
                    phone       | 0170 1234567              | "user_identities":{"mobile_number":"+491701234567"}
                    mpid        | -3183130448320310000      | "mpid":-3183130448320310000
                    """)
    void people_are_found_by(String namespace, String value, String expected) {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, namespace, Map.of());

        write(destination, spec, change(Kind.ADD, Map.of(namespace, value), Map.of(), Map.of()));

        assertThat(body()).contains("\"source_request_id\":\"run-42-0\"," + expected + ",\"user_attributes\"");
    }

    @ParameterizedTest
    @CsvSource({"email,not an address", "phone,12", "mpid,not a number", "mpid,0"})
    void what_cannot_be_an_identifier_is_refused_before_anyone_is_asked(String namespace, String value) {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, namespace, Map.of());

        assertThat(codes(spec, change(Kind.ADD, Map.of(namespace, value), Map.of(), Map.of())))
                .isEqualTo(ProblemCode.IDENTIFIER_INVALID);
        assertThat(mparticle.requests()).isEmpty();
    }

    @Test
    void somebody_without_the_match_key_is_named() {
        assertThat(codes(MIRROR, change(Kind.ADD, Map.of("email", "max@example.com"), Map.of(), Map.of())))
                .isEqualTo(ProblemCode.IDENTIFIER_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "ADD,all,'{\"customer_id\":\"4711\",\"email\":\"max@example.com\"}'",
        "ADD,match-key,'{\"customer_id\":\"4711\"}'",
        "REMOVE,all,'{\"customer_id\":\"4711\"}'",
    })
    void other_identities_go_along_only_when_asked_for_and_never_with_a_removal(
            Kind kind, String identities, String expected) {
        var spec = spec(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("identities", identities));
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("external_id", "4711");
        identifiers.put("email", "Max@Example.com");
        identifiers.put("user_id", "of another system");

        write(destination, spec, change(kind, identifiers, Map.of(), Map.of()));

        assertThat(body()).contains("\"user_identities\":" + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    marketing=true            | "consent_state":{"gdpr":{"mkt":{"consented":true,"timestamp_unixtime_ms":1795262340000}}}
                    marketing=false           | "consent_state":{"gdpr":{"mkt":{"consented":false,"timestamp_unixtime_ms":1795262340000}}}
                    marketing=true;email=false | "consent_state":{"gdpr":{"mkt":{"consented":false,"timestamp_unixtime_ms":1795262340000}}}
                    ads=false                 | "consent_state":{"ccpa":{"data_sale_opt_out":{"consented":true,"timestamp_unixtime_ms":1795262340000}}}
                    ads=true                  | "consent_state":{"ccpa":{"data_sale_opt_out":{"consented":false,"timestamp_unixtime_ms":1795262340000}}}
                    """)
    void an_answer_goes_along_as_consent(String grants, String expected) {
        try (var opened = mparticle.open(
                Map.of("gdprPurposes", Map.of("marketing", "mkt", "email", "mkt"), "ccpaConsent", "ads"))) {
            write(opened, MIRROR, change(Kind.ADD, Map.of("external_id", "1"), Map.of(), grants(grants)));
        }

        assertThat(body()).endsWith("\"user_attributes\":{\"kohorte_seg_42\":true}," + expected + "}]");
    }

    @Test
    void who_was_never_asked_has_no_consent_state_and_neither_has_a_workspace_without_purposes() {
        write(
                destination,
                MIRROR,
                change(Kind.ADD, Map.of("external_id", "1"), Map.of(), Map.of("marketing", true, "ads", false)));
        try (var opened = mparticle.open(Map.of("gdprPurposes", Map.of("marketing", "mkt"), "ccpaConsent", "ads"))) {
            write(opened, MIRROR, change(Kind.ADD, Map.of("external_id", "1"), Map.of(), Map.of("sms", true)));
        }

        assertThat(mparticle.requests()).hasSize(2).noneMatch(request -> request.getBodyAsString()
                .contains("consent"));
    }

    @Test
    void a_removal_says_nothing_of_consent() {
        try (var opened = mparticle.open(Map.of("gdprPurposes", Map.of("marketing", "mkt")))) {
            write(opened, MIRROR, change(Kind.REMOVE, Map.of("external_id", "1"), Map.of(), Map.of("marketing", true)));
        }

        assertThat(body()).doesNotContain("consent");
    }

    @ParameterizedTest
    @CsvSource({"3,',\"plan_version\":3'", "'',''"})
    void a_data_plan_is_named(String version, String expected) {
        var settings = new LinkedHashMap<String, Object>(Map.of("dataPlanId", "kohorte", "environment", "development"));
        if (!version.isEmpty()) {
            settings.put("dataPlanVersion", Integer.valueOf(version));
        }
        try (var opened = mparticle.open(settings)) {
            write(opened, MIRROR, change(Kind.ADD, "4711"));
        }

        assertThat(body())
                .startsWith("[{\"environment\":\"development\"")
                .endsWith(",\"context\":{\"data_plan\":{\"plan_id\":\"kohorte\"" + expected + "}}}]");
    }

    @Test
    void nothing_to_say_is_not_said() {
        var skipped = new Outcome.Skipped(SkipReason.NOTHING_TO_SEND);
        var fieldsOnly = spec(DeleteBehaviour.CLEAR_FIELDS, Map.of("markBy", "fields"));
        var leaveAlone = spec(DeleteBehaviour.NOTHING, Map.of());

        assertThat(write(destination, fieldsOnly, change(Kind.ADD, "1"))).containsExactly(skipped);
        assertThat(write(destination, MIRROR, change(Kind.UPDATE, "1"))).containsExactly(skipped);
        assertThat(write(destination, leaveAlone, change(Kind.REMOVE, "1"))).containsExactly(skipped);
        assertThat(write(destination, leaveAlone, change(Kind.REMOVE, Map.of(), Map.of(), Map.of())))
                .as("whoever has no name is not asked for one")
                .containsExactly(skipped);
        assertThat(mparticle.requests()).isEmpty();
    }

    @Test
    void what_is_larger_than_mparticle_takes_is_refused_here() {
        var longText = Map.<String, FieldValue>of("essay", FieldValue.of("x".repeat(4_097)));
        var many = new LinkedHashMap<String, FieldValue>();
        IntStream.range(0, 100).forEach(n -> many.put("attribute_" + n, FieldValue.of(true)));
        var large = new LinkedHashMap<String, FieldValue>();
        IntStream.range(0, 40).forEach(n -> large.put("essay_" + n, FieldValue.of("x".repeat(4_000))));
        var ours = Map.<String, FieldValue>of("kohorte_seg_42", FieldValue.of(true));

        for (var fields : List.of(longText, many, large, ours)) {
            assertThat(codes(MIRROR, change(Kind.ADD, Map.of("external_id", "1"), fields, Map.of())))
                    .isEqualTo(ProblemCode.FIELD_INVALID);
        }
        assertThat(mparticle.requests()).isEmpty();
    }

    @Test
    void requests_have_at_most_100_people_and_240_kilobytes() {
        assertThat(destination.limits().rowsPerBatch()).isEqualTo(100);
        var fields = Map.<String, FieldValue>of("essay", FieldValue.of("x".repeat(4_000)));
        var changes = IntStream.range(0, 100)
                .mapToObj(n -> change(Kind.ADD, Map.of("external_id", "user-" + n), fields, Map.of()))
                .toArray(MemberChange[]::new);

        assertThat(write(destination, MIRROR, changes)).hasSize(100).containsOnly(TAKEN);

        assertThat(mparticle.requests()).hasSize(2).allMatch(request -> request.getBody().length <= 240_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INSERT", "UPDATE"})
    void modes_that_mparticle_cannot_keep_are_refused(SyncMode mode) {
        var spec = spec(mode, DeleteBehaviour.NOTHING, "email", Map.of());

        assertThatThrownBy(() -> destination.audiences().ensure(spec)).hasMessageStartingWith("INVALID_SETTING");
    }

    @Test
    void nobody_is_erased_for_leaving_an_audience() {
        var spec = spec(DeleteBehaviour.DELETE, Map.of());

        assertThatThrownBy(() -> destination.audiences().ensure(spec)).hasMessageStartingWith("INVALID_SETTING");
    }

    private String body() {
        return mparticle.requests().get(0).getBodyAsString();
    }

    private ProblemCode codes(AudienceSpec spec, MemberChange change) {
        return ((Outcome.Rejected) write(destination, spec, change).get(0))
                .problem()
                .code();
    }

    private static Map<String, Boolean> grants(String text) {
        var grants = new LinkedHashMap<String, Boolean>();
        for (var grant : text.split(";", -1)) {
            grants.put(grant.replaceFirst("=.*", ""), grant.endsWith("true"));
        }
        return grants;
    }
}

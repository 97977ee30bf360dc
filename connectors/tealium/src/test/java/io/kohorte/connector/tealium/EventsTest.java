// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events go to Tealium for whom, and what is held back. */
final class EventsTest extends TealiumFixture {

    @Test
    void an_event_marks_a_known_visitor_and_all_its_values_are_texts() {
        var body = body(preview(MIRROR, Map.of(), Samples.max(MemberChange.Kind.ADD)));
        assertThat(body.path("shared").toString())
                .isEqualTo("{\"tealium_account\":\"acme\",\"tealium_profile\":\"main\","
                        + "\"tealium_environment\":\"prod\",\"tealium_datasource\":\"abc123\"}");
        var event = body.path("events").get(0);
        assertThat(event.toString())
                .startsWith("{\"tealium_event\":\"kohorte_audience\","
                        + "\"tealium_visitor_id\":\"__acme_main__5678_customer-4711__\","
                        + "\"last_name\":\"Müller-Lüdenscheidt\",\"churn_score\":\"0.870\",\"vip\":\"true\","
                        + "\"last_seen\":\"2026-11-01T08:00:00Z\",\"city\":\"\",\"customer_id\":\"customer-4711\","
                        + "\"kohorte_seg_42\":\"true\",\"kohorte_audience\":\"seg-42\",\"kohorte_change\":\"entered\","
                        + "\"event_uuid\":");
        assertThat(event).allMatch(JsonNode::isTextual);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE, REMOVE_FROM_AUDIENCE, changed, true, Müller-Lüdenscheidt",
        "REMOVE, REMOVE_FROM_AUDIENCE, left, false,",
        "REMOVE, CLEAR_FIELDS, left, false, ''",
    })
    void who_changes_stays_marked_and_who_leaves_does_not(
            MemberChange.Kind kind, DeleteBehaviour behaviour, String change, String mark, String name) {
        var event = body(preview(Samples.audience(behaviour, Map.of()), Map.of(), Samples.max(kind)))
                .path("events")
                .get(0);
        assertThat(event.path("kohorte_change").asText()).isEqualTo(change);
        assertThat(event.path("kohorte_seg_42").asText()).isEqualTo(mark);
        assertThat(event.has("last_name")).isEqualTo(name != null);
        assertThat(event.path("last_name").asText("")).isEqualTo(name == null ? "" : name);
    }

    @Test
    void names_are_the_choice_of_the_user() {
        var spec = Samples.audience(
                DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("attribute", "ai_high_churn", "event", "ai_update"));
        var settings = Map.of(
                "identityAttributes", Map.of("customer_id", "crm_number"),
                "visitorIdPattern", "{attribute}|{value}",
                "consentAttributes", Map.of("marketing", "may_write", "sms", "may_text"));
        var event = body(preview(spec, settings, Samples.max(MemberChange.Kind.ADD)))
                .path("events")
                .get(0);
        assertThat(event.path("tealium_event").asText()).isEqualTo("ai_update");
        assertThat(event.path("ai_high_churn").asText()).isEqualTo("true");
        assertThat(event.path("crm_number").asText()).isEqualTo("customer-4711");
        assertThat(event.path("tealium_visitor_id").asText()).isEqualTo("5678|customer-4711");
        assertThat(event.path("may_write").asText()).isEqualTo("true");
        assertThat(event.has("may_text")).isFalse();
    }

    @Test
    void a_device_is_its_own_visitor() {
        var visitor = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("anonymous_id", "018f2a")),
                Map.of(),
                Consent.NEVER_ASKED);
        var event = body(preview(MIRROR, Map.of(), visitor)).path("events").get(0);
        assertThat(event.path("tealium_visitor_id").asText()).isEqualTo("018f2a");
        assertThat(event.has("anonymous_id")).isFalse();
    }

    @Test
    void never_more_than_ten_events_go_together() {
        var changes = IntStream.range(0, 25)
                .mapToObj(number -> Samples.person(MemberChange.Kind.ADD, number))
                .toArray(MemberChange[]::new);
        assertThat(preview(MIRROR, Map.of(), changes).requests())
                .extracting(request -> request.rows().size())
                .containsExactly(10, 10, 5);
    }

    @Test
    void events_are_the_same_on_every_attempt_and_differ_by_person() {
        var first =
                preview(MIRROR, Map.of(), Samples.person(MemberChange.Kind.ADD, 1), Samples.max(MemberChange.Kind.ADD));
        assertThat(preview(
                        MIRROR, Map.of(), Samples.person(MemberChange.Kind.ADD, 1), Samples.max(MemberChange.Kind.ADD)))
                .isEqualTo(first);
        var ids = new ArrayList<String>();
        body(first)
                .path("events")
                .forEach(event -> ids.add(event.path("event_uuid").asText()));
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"last name", "last-name", "tealium_visitor_id", "1st", "müller"})
    void a_field_that_is_no_attribute_is_held_back(String name) {
        var change = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("customer_id", "c-1")),
                Map.of(name, FieldValue.of("x")),
                Consent.NEVER_ASKED);
        assertThat(preview(MIRROR, Map.of(), change).refused()).singleElement().satisfies(refusal -> assertThat(
                        ((Outcome.Rejected) refusal.outcome()).problem().code())
                .isEqualTo(ProblemCode.FIELD_INVALID));
    }

    @Test
    void nothing_is_sent_where_nothing_is_to_be_said() {
        var unmarked = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("mark", false));
        for (var spec : List.of(unmarked, Samples.audience(DeleteBehaviour.NOTHING, Map.of()))) {
            assertThat(preview(spec, Map.of(), Samples.max(MemberChange.Kind.REMOVE))
                            .refused())
                    .extracting(Preview.Refusal::outcome)
                    .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INSERT", "UPDATE"})
    void modes_that_depend_on_who_is_known_are_refused(SyncMode mode) {
        assertInvalid(new AudienceSpec(
                "seg-42", "High churn", mode, DeleteBehaviour.NOTHING, "customer_id", Settings.empty()));
    }

    @Test
    void an_audience_needs_a_visitor_id_attribute_and_deletes_nobody() {
        assertInvalid(new AudienceSpec(
                "seg-42", "High churn", SyncMode.MIRROR, DeleteBehaviour.NOTHING, "user_id", Settings.empty()));
        assertInvalid(Samples.audience(DeleteBehaviour.DELETE, Map.of()));
    }

    private static void assertInvalid(AudienceSpec spec) {
        try (var destination = open(Map.of(), Samples.context())) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().ensure(spec));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        }
    }
}

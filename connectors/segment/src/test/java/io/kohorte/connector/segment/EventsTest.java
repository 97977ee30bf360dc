// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a change becomes on its way to Segment and RudderStack. */
final class EventsTest {

    private static final AudienceSpec MIRROR =
            Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("audienceKey", "high_churn"));

    @Test
    void someone_who_enters_is_identified_with_fields_and_tracked() {
        var events = events(MIRROR, Map.of(), Samples.max(MemberChange.Kind.ADD));
        assertThat(events).extracting(event -> event.path("type").asText()).containsExactly("identify", "track");
        assertThat(events.get(0).path("traits").toString())
                .isEqualTo("{\"last_name\":\"Müller-Lüdenscheidt\",\"churn_score\":0.870,\"vip\":true,"
                        + "\"last_seen\":\"2026-11-01T08:00:00Z\",\"city\":null,\"high_churn\":true}");
        assertThat(events.get(1).path("event").asText()).isEqualTo("Audience Entered");
        assertThat(events.get(1).path("properties").toString())
                .isEqualTo("{\"audience_key\":\"high_churn\",\"high_churn\":true}");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.path("userId").asText()).isEqualTo("customer-4711");
            assertThat(event.path("timestamp").asText()).isEqualTo("2026-11-21T20:25:00Z");
            assertThat(event.at("/context/personas").toString())
                    .isEqualTo("{\"computation_class\":\"audience\",\"computation_id\":\"seg-42\","
                            + "\"computation_key\":\"high_churn\"}");
            assertThat(event.has("integrations")).isFalse();
            assertThat(event.at("/context/consent").isMissingNode()).isTrue();
        });
    }

    @Test
    void someone_who_changes_is_identified_only() {
        var events = events(MIRROR, Map.of(), Samples.max(MemberChange.Kind.UPDATE));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.path("type").asText()).isEqualTo("identify");
            assertThat(event.at("/traits/high_churn").booleanValue()).isTrue();
        });
    }

    @Test
    void someone_who_leaves_keeps_their_fields() {
        var events = events(MIRROR, Map.of(), Samples.max(MemberChange.Kind.REMOVE));
        assertThat(events.get(0).path("traits").toString()).isEqualTo("{\"high_churn\":false}");
        assertThat(events.get(1).path("event").asText()).isEqualTo("Audience Exited");
        assertThat(events.get(1).at("/properties/high_churn").booleanValue()).isFalse();
    }

    @Test
    void someone_who_leaves_loses_their_fields_when_they_are_to_be_cleared() {
        var spec = Samples.audience(DeleteBehaviour.CLEAR_FIELDS, Map.of("audienceKey", "high_churn"));
        assertThat(events(spec, Map.of(), Samples.max(MemberChange.Kind.REMOVE))
                        .get(0)
                        .path("traits")
                        .toString())
                .isEqualTo("{\"last_name\":null,\"churn_score\":null,\"vip\":null,\"last_seen\":null,\"city\":null,"
                        + "\"high_churn\":false}");
    }

    @ParameterizedTest
    @CsvSource({
        "trait-and-events, identify track",
        "trait, identify",
        "events, identify track",
        "nothing, identify",
    })
    void members_are_marked_as_chosen(String marks, String types) {
        var spec = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("marks", marks));
        var events = events(spec, Map.of(), Samples.max(MemberChange.Kind.ADD));
        assertThat(events.stream().map(event -> event.path("type").asText())).containsExactly(types.split(" "));
        assertThat(events.get(0).path("traits").has("seg-42")).isEqualTo(marks.startsWith("trait"));
        assertThat(events.get(0).path("context").has("personas")).isEqualTo(!marks.equals("nothing"));
    }

    @Test
    void names_of_events_and_destinations_are_the_choice_of_the_user() {
        var spec = Samples.audience(
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                Map.of("enteredEvent", "Kam hinzu", "exitedEvent", "Ging", "onlyTo", List.of("Braze", "Mixpanel")));
        var entered = events(spec, Map.of(), Samples.max(MemberChange.Kind.ADD)).get(1);
        assertThat(entered.path("event").asText()).isEqualTo("Kam hinzu");
        assertThat(entered.path("integrations").toString())
                .isEqualTo("{\"All\":false,\"Braze\":true,\"Mixpanel\":true}");
        assertThat(events(spec, Map.of(), Samples.max(MemberChange.Kind.REMOVE))
                        .get(1)
                        .path("event")
                        .asText())
                .isEqualTo("Ging");
    }

    @Test
    void what_a_person_answered_travels_by_the_vendors_categories() {
        var settings = Map.of(
                "consentCategories", Map.of("marketing", "Advertising", "profiling", "Analytics", "sms", "Functional"));
        assertThat(events(MIRROR, settings, Samples.max(MemberChange.Kind.ADD))
                        .get(0)
                        .at("/context/consent")
                        .toString())
                .isEqualTo("{\"categoryPreferences\":{\"Advertising\":true,\"Analytics\":false}}");
        assertThat(rudderStackEvent(settings).at("/context/consentManagement").toString())
                .isEqualTo("{\"provider\":\"custom\",\"resolutionStrategy\":\"and\","
                        + "\"allowedConsentIds\":[\"Advertising\"],\"deniedConsentIds\":[\"Analytics\"]}");
    }

    @Test
    void a_category_of_two_purposes_needs_both() {
        var settings = Map.of("consentCategories", Map.of("marketing", "All", "profiling", "All"));
        assertThat(events(MIRROR, settings, Samples.max(MemberChange.Kind.ADD))
                        .get(0)
                        .at("/context/consent/categoryPreferences/All")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void whom_nobody_asked_has_no_consent_object_since_an_empty_one_says_no() {
        var asked = Map.of("consentCategories", Map.of("marketing", "Advertising"));
        var change =
                Samples.change(MemberChange.Kind.ADD, Map.of("user_id", "customer-1"), Map.of(), Consent.NEVER_ASKED);
        assertThat(events(MIRROR, asked, change).get(0).path("context").has("consent"))
                .isFalse();
    }

    @Test
    void rudderstack_finds_traits_in_the_context_too() {
        var event = rudderStackEvent(Map.of());
        assertThat(event.at("/context/traits")).isEqualTo(event.path("traits"));
        assertThat(event.path("context").has("personas")).isFalse();
    }

    @Test
    void what_may_arrive_twice_at_rudderstack_is_a_trait_only() {
        var settings = Samples.rudderStack("https://r.example", Map.of());
        var batch = Samples.batch(Samples.max(MemberChange.Kind.ADD), Samples.max(MemberChange.Kind.REMOVE));
        var unchosen = Samples.audience(DeleteBehaviour.CLEAR_FIELDS, Map.of());

        assertThat(events(preview(new RudderStackConnector(), settings, unchosen, batch)))
                .extracting(event -> event.path("type").asText())
                .containsExactly("identify", "identify");
        for (var marks : List.of("events", "trait-and-events")) {
            var spec = Samples.audience(DeleteBehaviour.CLEAR_FIELDS, Map.of("marks", marks));
            try (var destination = new RudderStackConnector().open(settings, Samples.context())) {
                assertThat(catchThrowableOfType(
                                        ConnectorException.class,
                                        () -> destination.audiences().ensure(spec))
                                .problem()
                                .code())
                        .isEqualTo(ProblemCode.INVALID_SETTING);
            }
        }
    }

    @Test
    void events_go_to_rudderstack_once_somebody_says_that_it_drops_repeated_ones() {
        var settings = Samples.rudderStack("https://r.example", Map.of("repeatedEvents", "dropped"));
        var spec = Samples.audience(DeleteBehaviour.CLEAR_FIELDS, Map.of("marks", "trait-and-events"));

        assertThat(events(preview(
                        new RudderStackConnector(), settings, spec, Samples.batch(Samples.max(MemberChange.Kind.ADD)))))
                .extracting(event -> event.path("type").asText())
                .containsExactly("identify", "track");
    }

    @Test
    void a_person_without_the_match_key_is_named_by_the_fallback() {
        var change = Samples.change(
                MemberChange.Kind.ADD, Map.of("anonymous_id", " visitor-1 "), Map.of(), Consent.NEVER_ASKED);
        assertThat(events(MIRROR, Map.of(), change)).allSatisfy(event -> {
            assertThat(event.path("anonymousId").asText()).isEqualTo("visitor-1");
            assertThat(event.has("userId")).isFalse();
        });
    }

    @Test
    void message_ids_are_the_same_on_every_attempt_and_different_for_every_event() {
        var one = events(MIRROR, Map.of(), Samples.max(MemberChange.Kind.ADD), person(1));
        var two = events(MIRROR, Map.of(), Samples.max(MemberChange.Kind.ADD), person(1));
        var ids = one.stream().map(event -> event.path("messageId").asText()).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .containsExactly("batch-17-0-i", "batch-17-0-t", "batch-17-1-i", "batch-17-1-t");
        assertThat(two).isEqualTo(one);
    }

    @Test
    void message_ids_stay_below_one_hundred_characters() {
        var batch = new Batch("b".repeat(300), Samples.NOW, List.of(Samples.max(MemberChange.Kind.ADD)));
        assertThat(events(
                        preview(new SegmentConnector(), Samples.segment("https://s.example", Map.of()), MIRROR, batch)))
                .allSatisfy(
                        event -> assertThat(event.path("messageId").asText()).hasSizeLessThan(100));
    }

    @Test
    void requests_keep_the_limits_of_events_and_bytes() {
        var changes = new ArrayList<MemberChange>();
        IntStream.range(0, 1_000)
                .forEach(number -> changes.add(Samples.change(
                        MemberChange.Kind.ADD,
                        Map.of("user_id", "customer-" + number),
                        Map.of("note", FieldValue.of("x".repeat(700))),
                        Consent.NEVER_ASKED)));
        var batch = new Batch("batch-17", Samples.NOW, changes);
        var preview = preview(new SegmentConnector(), Samples.segment("https://s.example", Map.of()), MIRROR, batch);
        assertThat(preview.requests()).hasSizeGreaterThan(2).allSatisfy(request -> {
            assertThat(request.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(500_000);
            assertThat(parse(request.body()).path("batch")).hasSizeLessThanOrEqualTo(2_500);
        });
        assertThat(preview(
                                new RudderStackConnector(),
                                Samples.rudderStack("https://r.example", Map.of()),
                                MIRROR,
                                batch)
                        .requests())
                .hasSize(1);
    }

    @Test
    void what_segment_would_drop_in_silence_is_held_back() {
        var nobody = Samples.change(MemberChange.Kind.ADD, Map.of("user_id", " "), Map.of(), Consent.NEVER_ASKED);
        var large = Samples.change(
                MemberChange.Kind.ADD,
                Map.of("user_id", "customer-2"),
                Map.of("note", FieldValue.of("x".repeat(33_000))),
                Consent.NEVER_ASKED);
        var fields = new HashMap<String, FieldValue>();
        IntStream.range(0, 300).forEach(number -> fields.put("field_" + number, FieldValue.of("x")));
        var wide = Samples.change(MemberChange.Kind.ADD, Map.of("user_id", "customer-3"), fields, Consent.NEVER_ASKED);
        var preview = preview(MIRROR, Map.of(), nobody, large, wide, person(4));
        assertThat(preview.refused())
                .extracting(refusal ->
                        ((Outcome.Rejected) refusal.outcome()).problem().code())
                .containsExactly(ProblemCode.IDENTIFIER_MISSING, ProblemCode.FIELD_INVALID, ProblemCode.FIELD_INVALID);
        assertThat(preview.requests()).singleElement().satisfies(request -> assertThat(request.rows())
                .containsExactly(3));
    }

    @Test
    void nothing_is_sent_where_nothing_is_to_be_said() {
        var kept = Samples.audience(DeleteBehaviour.NOTHING, Map.of());
        var unmarked = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("marks", "nothing"));
        for (var spec : List.of(kept, unmarked)) {
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
        assertRefused(
                new AudienceSpec("seg-42", "High churn", mode, DeleteBehaviour.NOTHING, "user_id", Settings.empty()));
    }

    @Test
    void nobody_is_deleted_for_leaving() {
        assertRefused(Samples.audience(DeleteBehaviour.DELETE, Map.of()));
    }

    private static void assertRefused(AudienceSpec spec) {
        try (var destination =
                new SegmentConnector().open(Samples.segment("https://s.example", Map.of()), Samples.context())) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().ensure(spec));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        }
    }

    private static MemberChange person(int number) {
        return new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys(Integer.toString(number), Map.of("user_id", "customer-" + number)),
                Map.of(),
                Consent.NEVER_ASKED);
    }

    private static JsonNode rudderStackEvent(Map<String, ?> settings) {
        return events(preview(
                        new RudderStackConnector(),
                        Samples.rudderStack("https://r.example", settings),
                        MIRROR,
                        Samples.batch(Samples.max(MemberChange.Kind.ADD))))
                .get(0);
    }

    private static List<JsonNode> events(AudienceSpec spec, Map<String, ?> settings, MemberChange... changes) {
        return events(preview(spec, settings, changes));
    }

    private static List<JsonNode> events(Preview preview) {
        var events = new ArrayList<JsonNode>();
        preview.requests()
                .forEach(request -> parse(request.body()).path("batch").forEach(events::add));
        return events;
    }

    private static Preview preview(AudienceSpec spec, Map<String, ?> settings, MemberChange... changes) {
        return preview(
                new SegmentConnector(), Samples.segment("https://s.example", settings), spec, Samples.batch(changes));
    }

    private static Preview preview(ConnectorFactory connector, Settings settings, AudienceSpec spec, Batch batch) {
        try (var destination = connector.open(settings, Samples.context())) {
            return destination.audiences().preview(RemoteAudience.planned(spec), batch);
        }
    }
}

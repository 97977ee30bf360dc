// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message looks like, read from the preview: the contract proves that the same is sent. */
final class MessageTest {

    private static final String DATA =
            """
            {"audience":{"key":"seg-42","name":"High churn"},"syncMode":"mirror","changes":[\
            {"index":0,"change":"ENTERED","profileId":"4711",\
            "identifiers":{"email":"max.muster@example.com","phone":"+491701234567"},\
            "fields":{"last_name":"Müller","churn_score":0.870,"vip":true,"last_seen":"2026-11-01T08:00:00Z","city":null},\
            "consent":{"ads":true,"marketing":true,"profiling":false}}]}""";

    @Test
    void a_standard_webhook() {
        var request = request(Map.of(), Samples.max(MemberChange.Kind.ADD));
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo("https://receiver.example/hooks");
        assertThat(request.body())
                .isEqualTo("{\"type\":\"segment.membership.changed\",\"timestamp\":\"2026-11-21T20:25:00Z\",\"data\":"
                        + DATA + "}");
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("webhook-id", "batch-17")
                .containsEntry("webhook-timestamp", "{timestamp}")
                .containsEntry("webhook-signature", "{signature}")
                .containsEntry("user-agent", "Kohorte/test");
    }

    @Test
    void a_structured_cloud_event_that_the_standards_library_reads() throws IOException {
        var request = request(
                Map.of("format", "cloudevents-structured", "source", "/tenants/acme"),
                Samples.max(MemberChange.Kind.ADD));
        assertThat(request.headers()).containsEntry("content-type", "application/cloudevents+json; charset=UTF-8");

        var event = EventFormatProvider.getInstance()
                .resolveFormat(JsonFormat.CONTENT_TYPE)
                .deserialize(request.body().getBytes(UTF_8));
        assertThat(event.getId()).isEqualTo(request.headers().get("webhook-id")).isEqualTo("batch-17");
        assertThat(event.getSource()).hasToString("/tenants/acme");
        assertThat(event.getType()).isEqualTo("io.kohorte.segment.membership.changed");
        assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-21T20:25:00Z"));
        assertThat(event.getSubject()).isEqualTo("seg-42");
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(Json.read(event.getData().toBytes())).isEqualTo(Json.read(DATA.getBytes(UTF_8)));
    }

    @Test
    void a_binary_cloud_event() {
        var request = request(
                Map.of("format", "cloudevents-binary", "source", "/Euro €"), Samples.max(MemberChange.Kind.ADD));
        assertThat(request.body()).isEqualTo(DATA);
        assertThat(request.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("ce-specversion", "1.0")
                .containsEntry("ce-id", "batch-17")
                .containsEntry("ce-source", "/Euro%20%E2%82%AC")
                .containsEntry("ce-type", "io.kohorte.segment.membership.changed")
                .containsEntry("ce-time", "2026-11-21T20:25:00Z")
                .containsEntry("ce-subject", "seg-42")
                .doesNotContainKey("ce-datacontenttype");
    }

    @Test
    void a_batch_of_cloud_events_with_one_person_each() {
        var request = request(
                Map.of("format", "cloudevents-batch"),
                Samples.person(0),
                Samples.person(1),
                Samples.max(MemberChange.Kind.ADD));
        assertThat(request.headers())
                .containsEntry("content-type", "application/cloudevents-batch+json; charset=UTF-8");
        var events = Json.read(request.body().getBytes(UTF_8)).orElseThrow();
        assertThat(events.findValuesAsText("id")).containsExactly("batch-17-0", "batch-17-1", "batch-17-2");
        assertThat(events.findValuesAsText("index")).containsExactly("0", "1", "2");
        var format = EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE);
        for (var event : events) {
            assertThat(format.deserialize(Json.write(event)).getSpecVersion()).hasToString("1.0");
        }
    }

    @Test
    void the_receivers_own_id_of_an_audience_travels_along() {
        var spec = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE);
        var named = new AudienceSpec(
                spec.key(),
                spec.name(),
                spec.mode(),
                spec.deleteBehaviour(),
                spec.matchKey(),
                Settings.of(Map.of("audienceId", "aud-7")));
        try (var destination = open(Map.of())) {
            var audience = destination.audiences().ensure(named);
            var preview = destination.audiences().preview(audience, Samples.batch(List.of(Samples.person(0))));
            assertThat(audience.remoteId()).isEqualTo("aud-7");
            assertThat(preview.requests().get(0).body())
                    .contains("{\"key\":\"seg-42\",\"name\":\"High churn\",\"remoteId\":\"aud-7\"}");
        }
    }

    @Test
    void what_is_set_only_where_nothing_is_stands_apart() {
        var person = Samples.person(0);
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("city", FieldValue.of("Ulm"));
        fields.put("source", new FieldValue.IfEmpty(FieldValue.of("kohorte")));
        var body = request(Map.of(), new MemberChange(person.change(), person.subject(), fields, person.consent()))
                .body();
        assertThat(body).contains("\"fields\":{\"city\":\"Ulm\"},\"fieldsIfEmpty\":{\"source\":\"kohorte\"}");
    }

    @Test
    void who_leaves_leaves_as_the_sync_says() {
        assertThat(left(DeleteBehaviour.REMOVE_FROM_AUDIENCE).requests().get(0).body())
                .contains(
                        "\"change\":\"EXITED\",\"deleteBehaviour\":\"remove-from-audience\"",
                        "\"last_name\":\"Müller\"");
        assertThat(left(DeleteBehaviour.DELETE).requests().get(0).body())
                .contains("\"change\":\"EXITED\",\"deleteBehaviour\":\"delete\"");
        assertThat(left(DeleteBehaviour.CLEAR_FIELDS).requests().get(0).body())
                .contains("\"deleteBehaviour\":\"clear-fields\"")
                .contains("\"last_name\":null,\"churn_score\":null,\"vip\":null,\"last_seen\":null,\"city\":null");
        assertThat(left(DeleteBehaviour.NOTHING).requests()).isEmpty();
        assertThat(left(DeleteBehaviour.NOTHING).refused())
                .containsExactly(new Preview.Refusal(0, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
    }

    @Test
    void who_lacks_the_match_key_is_held_back() {
        var nobody = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("email", " ", "phone", "+491701234567")),
                Map.of(),
                Consent.NEVER_ASKED);
        var preview = preview(Map.of(), Samples.person(0), nobody, Samples.person(2));
        assertThat(preview.requests()).singleElement().satisfies(request -> assertThat(request.rows())
                .containsExactly(0, 2));
        assertThat(preview.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.row()).isEqualTo(1);
            assertThat(((Outcome.Rejected) refusal.outcome()).problem().code())
                    .isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        });
    }

    @Test
    void a_profile_that_became_part_of_another_leaves_by_its_number_alone() {
        var merged = new MemberChange(
                MemberChange.Kind.REMOVE, new SubjectKeys("17", Map.of()), Map.of(), Consent.NEVER_ASKED);
        var preview = preview(Map.of(), merged);
        assertThat(preview.refused()).isEmpty();
        assertThat(preview.requests()).singleElement().satisfies(request -> assertThat(request.body())
                .contains("\"change\":\"EXITED\"", "\"profileId\":\"17\",\"identifiers\":{}"));
    }

    @ParameterizedTest
    @EnumSource
    void cuts_a_batch_by_people_and_bytes_and_numbers_the_messages(Format format) {
        var random = new Random(7);
        var people = IntStream.range(0, 300)
                .mapToObj(number -> {
                    var fields = Map.of("note", FieldValue.of("ü".repeat(random.nextInt(300))));
                    var keys = Samples.person(number).subject();
                    return new MemberChange(MemberChange.Kind.ADD, keys, fields, Consent.NEVER_ASKED);
                })
                .toArray(MemberChange[]::new);
        var name = format.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var preview = preview(Map.of("format", name, "rowsPerRequest", 40, "maxBytes", 4096), people);

        assertThat(preview.requests()).hasSizeGreaterThan(10).allSatisfy(request -> {
            assertThat(request.body().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(4096);
            assertThat(request.rows()).hasSizeBetween(1, 40);
            assertThat(request.headers().get("webhook-id"))
                    .matches("batch-17-[0-9]+")
                    .doesNotContain(".");
        });
        assertThat(preview.requests().stream().map(request -> request.headers().get("webhook-id")))
                .doesNotHaveDuplicates();
        assertThat(preview.requests().stream().flatMap(request -> request.rows().stream()))
                .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
    }

    @Test
    void a_person_larger_than_a_request_is_rejected_alone() {
        var fields = Map.of("note", FieldValue.of("x".repeat(5_000)));
        var huge = new MemberChange(MemberChange.Kind.ADD, Samples.person(1).subject(), fields, Consent.NEVER_ASKED);
        var preview = preview(Map.of("maxBytes", 4096), Samples.person(0), huge);
        assertThat(preview.requests()).singleElement().satisfies(request -> assertThat(request.rows())
                .containsExactly(0));
        assertThat(((Outcome.Rejected) preview.refused().get(0).outcome())
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.FIELD_INVALID);
    }

    @Test
    void additional_headers_are_sent_and_not_shown() {
        var request = request(Map.of("headers", Map.of("X-Api-Key", "nobody-sees-this")), Samples.person(0));
        assertThat(request.headers()).containsEntry("x-api-key", "***");
        assertThat(request.toString() + request.headers() + request.body()).doesNotContain("nobody-sees-this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\\\u0000\u001f", "\uD83D\uDE00", "half \uD83D", "</script>", "\u2028\u202E", "{\"a\":1}"})
    void hostile_text_stays_text(String text) {
        assertThat(readBack(text)).isEqualTo(text.replace("half \uD83D", "half \uFFFD"));
    }

    @Test
    void naughty_strings_stay_strings() throws IOException {
        var file = Path.of(System.getProperty("kohorte.root", "."), "..", "shared", "data", "blns", "blns.json");
        Assumptions.assumeTrue(Files.exists(file), "the list of naughty strings is not beside the checkout");
        for (var text : Json.mapper().readTree(file.toFile())) {
            assertThat(readBack(text.asText())).isEqualTo(text.asText());
        }
    }

    private static String readBack(String text) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put(text, FieldValue.of(text));
        var change = new MemberChange(MemberChange.Kind.ADD, Samples.person(0).subject(), fields, Consent.NEVER_ASKED);
        var body = request(Map.of(), change).body();
        var json = Json.read(body.getBytes(UTF_8)).orElseThrow();
        return json.at("/data/changes/0/fields")
                .properties()
                .iterator()
                .next()
                .getValue()
                .asText();
    }

    private static Preview left(DeleteBehaviour behaviour) {
        try (var destination = open(Map.of())) {
            return destination
                    .audiences()
                    .preview(
                            RemoteAudience.planned(Samples.audience(behaviour)),
                            Samples.batch(List.of(Samples.max(MemberChange.Kind.REMOVE))));
        }
    }

    private static WireRequest request(Map<String, ?> more, MemberChange... changes) {
        assertThat(preview(more, changes).requests()).hasSize(1);
        return preview(more, changes).requests().get(0);
    }

    private static Preview preview(Map<String, ?> more, MemberChange... changes) {
        try (var destination = open(more)) {
            var audience = RemoteAudience.planned(Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE));
            return destination.audiences().preview(audience, Samples.batch(List.of(changes)));
        }
    }

    private static Destination open(Map<String, ?> more) {
        return new WebhookConnector().open(Samples.settings("https://receiver.example/hooks", more), Samples.context());
    }
}

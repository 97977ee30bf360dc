// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.event.ChangeJson;
import io.kohorte.toolkit.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change as a record of a topic: the CloudEvents 1.0 Kafka binding. The same change of the same batch gives the same bytes.
 *
 * @param row position in the batch
 * @param key of the person, in UTF-8
 * @param headers names to values, in order
 * @param value empty for a tombstone
 */
record Message(int row, Instant time, String key, Map<String, String> headers, Optional<String> value) {

    /** Lengths, offset and time of a record, and those of a header, at their largest. */
    private static final int ENVELOPE_BYTES = 32;

    private static final String JSON = "application/json";
    private static final String CLOUD_EVENT = "application/cloudevents+json; charset=UTF-8";

    /** Separates the halves of a key; no key of an audience has it. */
    private static final String OF = "/";

    static Message of(KafkaSettings settings, AudienceSpec audience, Batch batch, int row) {
        var change = batch.changes().get(row);
        var event = new Event(
                batch.key() + "-" + row, Event.MEMBERSHIP_CHANGED, batch.decidedAt(), audience.key(), json -> {
                    json.writeStartObject();
                    ChangeJson.audience(json, audience, "");
                    ChangeJson.members(json, change, audience.deleteBehaviour());
                    json.writeEndObject();
                });
        var key = key(audience, change);
        if (!settings.binary()) {
            var whole = Json.write(json -> event.structured(json, settings.source()));
            return new Message(row, event.time(), key, Map.of("content-type", CLOUD_EVENT), Optional.of(text(whole)));
        }
        var tombstone = settings.tombstones() && change.change() == MemberChange.Kind.REMOVE;
        return new Message(
                row,
                event.time(),
                key,
                attributes(event, settings.source(), tombstone),
                tombstone ? Optional.empty() : Optional.of(text(Json.write(event.data()))));
    }

    private static String key(AudienceSpec audience, MemberChange change) {
        var profile = change.subject().profileId();
        return audience.options().text("recordKey", "profile").equals("profile")
                ? profile
                : audience.key() + OF + profile;
    }

    private static Map<String, String> attributes(Event event, String source, boolean tombstone) {
        var headers = new LinkedHashMap<String, String>();
        if (!tombstone) {
            headers.put("content-type", JSON);
        }
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.id());
        headers.put("ce_source", source);
        headers.put("ce_type", event.cloudEventType());
        headers.put("ce_time", event.time().toString());
        headers.put("ce_subject", event.subject());
        return headers;
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** For people: the key stands among the headers, where a record has it beside them. */
    WireRequest shown(KafkaSettings settings, String topic) {
        var shown = new LinkedHashMap<String, String>();
        shown.put("key", key);
        shown.putAll(headers);
        return new WireRequest(
                "PRODUCE", "kafka://" + settings.shownBrokers() + "/" + topic, shown, value.orElse(""), List.of(row));
    }

    /** Room it needs in a request, before compression. */
    int bytes() {
        return ENVELOPE_BYTES
                + utf8(key).length
                + value.map(text -> utf8(text).length).orElse(0)
                + headers.entrySet().stream()
                        .mapToInt(header ->
                                ENVELOPE_BYTES + utf8(header.getKey()).length + utf8(header.getValue()).length)
                        .sum();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Without key and value, which are personal data. */
    @Override
    public String toString() {
        return "message of row " + row;
    }
}

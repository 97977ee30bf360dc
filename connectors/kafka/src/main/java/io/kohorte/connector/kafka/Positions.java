// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a topic was read: {@code {"topic":"conversions","id":"…","turn":1,"offsets":{"0":1042,"1":77}}}.
 *
 * @param id of the topic: one that was made anew under its old name counts from 0 again
 * @param turn the partition to begin with, so that a busy one does not keep the others waiting
 * @param offsets by partition, of the record to read next
 */
record Positions(String topic, String id, int turn, Map<Integer, Long> offsets) {

    Positions {
        offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
    }

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a cursor that is none of ours */
    static Positions of(Cursor cursor, Topic topic) {
        var nothing = new Positions(topic.name(), topic.id().toString(), 0, Map.of());
        if (cursor.equals(Cursor.START)) {
            return nothing;
        }
        var read = read(cursor);
        return read.topic.equals(nothing.topic) && read.id.equals(nothing.id) ? read : nothing;
    }

    private static Positions read(Cursor cursor) {
        var json = Json.read(cursor.value().getBytes(StandardCharsets.UTF_8))
                .filter(node -> node.path("topic").isTextual()
                        && node.path("id").isTextual()
                        && node.path("turn").isInt()
                        && node.path("offsets").isObject())
                .orElseThrow(Positions::stranger);
        var offsets = new TreeMap<Integer, Long>();
        for (var offset : json.path("offsets").properties()) {
            if (!offset.getKey().matches("[0-9]{1,9}") || !offset.getValue().canConvertToLong()) {
                throw stranger();
            }
            offsets.put(Integer.valueOf(offset.getKey()), offset.getValue().longValue());
        }
        return new Positions(
                json.path("topic").asText(),
                json.path("id").asText(),
                json.path("turn").intValue(),
                offsets);
    }

    private static ConnectorException stranger() {
        return Refusals.of(ProblemCode.CONTRACT_BROKEN, "", "This is no place in a topic that Kohorte was at.");
    }

    Cursor cursor() {
        return new Cursor(new String(
                Json.write(json -> {
                    json.writeStartObject();
                    json.writeStringField("topic", topic);
                    json.writeStringField("id", id);
                    json.writeNumberField("turn", turn);
                    json.writeObjectFieldStart("offsets");
                    for (var offset : offsets.entrySet()) {
                        json.writeNumberField(Integer.toString(offset.getKey()), offset.getValue());
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8));
    }
}

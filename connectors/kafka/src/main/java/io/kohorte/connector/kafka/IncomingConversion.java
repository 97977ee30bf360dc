// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.feedback.ConversionJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * A record as a conversion: a CloudEvent in structured or binary mode with the conversion as its data, or the conversion
 * alone. Doubles are told by {@code externalId}, or else by source and id of the event, or else by the place in the topic.
 *
 * @param skipped partition and offset of records to leave out: {@code 3/1041}
 */
record IncomingConversion(String topic, Set<String> skipped) {

    /** Longest id and source of an event; a longer one is a mistake or malice. */
    private static final int LONGEST = 500;

    /** Empty for a tombstone, and for a record that a person chose to leave out. */
    Optional<Conversion> read(int partition, DefaultRecord record) {
        if (!record.hasValue() || skipped.contains(partition + "/" + record.offset())) {
            return Optional.empty();
        }
        try {
            return Optional.of(conversion(partition, record));
        } catch (ConnectorException unreadable) {
            var problem = unreadable.problem();
            throw unreadable(
                    topic,
                    partition,
                    record.offset(),
                    problem.field().isEmpty() ? problem.message() : problem.field() + ": " + problem.message());
        }
    }

    private Conversion conversion(int partition, DefaultRecord record) {
        var headers = headers(record);
        var json = Json.read(Utils.toArray(record.value()))
                .orElseThrow(() -> ConversionJson.invalid("", "It is no JSON."));
        var writtenAt = Instant.ofEpochMilli(record.timestamp());
        if (headers.containsKey("ce_specversion")) {
            var sentAt = ConversionJson.moment(Json.mapper().valueToTree(headers.get("ce_time")), "ce_time")
                    .orElse(writtenAt);
            return new ConversionJson(json, "")
                    .read(id(headers.getOrDefault("ce_source", ""), headers.getOrDefault("ce_id", "")), sentAt);
        }
        if (json.has("specversion")) {
            var sentAt = ConversionJson.moment(json.path("time"), "/time").orElse(writtenAt);
            return new ConversionJson(json.path("data"), "/data")
                    .read(id(text(json, "source"), text(json, "id")), sentAt);
        }
        return new ConversionJson(json, "").read(topic + "/" + partition + "/" + record.offset(), writtenAt);
    }

    private static String text(JsonNode event, String attribute) {
        return event.path(attribute).isTextual() ? event.path(attribute).asText() : "";
    }

    private static String id(String source, String id) {
        if (source.isBlank() || id.isBlank() || source.length() + id.length() > LONGEST) {
            throw ConversionJson.invalid("", "An event has a source and an id, of at most 500 characters together.");
        }
        return source + " " + id;
    }

    private static Map<String, String> headers(DefaultRecord record) {
        var headers = new HashMap<String, String>();
        for (var header : record.headers()) {
            if (header.value() != null) {
                headers.put(
                        header.key(),
                        StandardCharsets.UTF_8
                                .decode(ByteBuffer.wrap(header.value()))
                                .toString());
            }
        }
        return headers;
    }

    static ConnectorException unreadable(String topic, int partition, long offset, String what) {
        return Refusals.of(
                ProblemCode.BAD_RESPONSE,
                "skippedRecords",
                "Record " + partition + "/" + offset + " of the topic " + topic + " cannot be read: " + what
                        + " To go on without it, name it under the records to leave out.");
    }
}

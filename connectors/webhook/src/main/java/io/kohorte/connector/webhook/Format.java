// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.event.Event;
import io.kohorte.toolkit.http.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * How events look on the wire: Standard Webhooks' own JSON, or one of the modes of the CloudEvents 1.0 HTTP binding. All
 * but {@link #CLOUDEVENTS_BATCH} carry exactly one event a request.
 */
enum Format {
    JSON("application/json"),
    CLOUDEVENTS_STRUCTURED("application/cloudevents+json; charset=UTF-8"),
    CLOUDEVENTS_BINARY("application/json"),
    CLOUDEVENTS_BATCH("application/cloudevents-batch+json; charset=UTF-8");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    /** @throws IllegalArgumentException if the schema let through what is no format */
    static Format named(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String contentType() {
        return contentType;
    }

    byte[] body(String source, List<Event> events) {
        return switch (this) {
            case JSON -> Json.write(json -> standardWebhook(json, events.get(0)));
            case CLOUDEVENTS_STRUCTURED -> Json.write(json -> events.get(0).structured(json, source));
            case CLOUDEVENTS_BINARY -> Json.write(events.get(0).data());
            case CLOUDEVENTS_BATCH ->
                Json.write(json -> {
                    json.writeStartArray();
                    for (var event : events) {
                        event.structured(json, source);
                    }
                    json.writeEndArray();
                });
        };
    }

    /** What stands beside the body: in binary mode, everything but the data. */
    void headers(HttpCall.Builder call, String source, List<Event> events) {
        if (this == CLOUDEVENTS_BINARY) {
            var event = events.get(0);
            call.header("ce-specversion", "1.0")
                    .header("ce-id", headerValue(event.id()))
                    .header("ce-source", headerValue(source))
                    .header("ce-type", headerValue(event.cloudEventType()))
                    .header("ce-time", event.time().toString())
                    .header("ce-subject", headerValue(event.subject()));
        }
    }

    private static void standardWebhook(JsonGenerator json, Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", event.type());
        json.writeStringField("timestamp", event.time().toString());
        json.writeFieldName("data");
        event.data().to(json);
        json.writeEndObject();
    }

    /** CloudEvents HTTP binding 3.1.3.2: percent-encoding of all that is not visible ASCII, and of {@code " %}. */
    static String headerValue(String text) {
        var encoded = new StringBuilder(text.length());
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b <= '~' && b != '"' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return encoded.toString();
    }
}

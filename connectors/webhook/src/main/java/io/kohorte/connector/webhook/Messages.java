// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.toolkit.event.ChangeJson;
import io.kohorte.toolkit.event.Event;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.signature.StandardWebhooks;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/** Signed calls to one receiver. */
final class Messages {

    private static final String PING = "webhook.ping";

    private final WebhookSettings settings;
    private final SafeHttp http;
    private final Clock clock;

    Messages(WebhookSettings settings, SafeHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** A message that changes nothing and asks whether the receiver is there and accepts the signature. */
    HttpCall ping() {
        var now = clock.instant();
        var id = "ping-" + now.toEpochMilli();
        var event = new Event(id, PING, now, "ping", json -> {
            json.writeStartObject();
            json.writeEndObject();
        });
        return signed(id, List.of(event), List.of());
    }

    /**
     * @param id constant over all attempts
     * @param rows what this message carries, in order
     */
    HttpCall changes(String id, AudienceSpec audience, Batch batch, List<Row> rows) {
        var events = settings.format() == Format.CLOUDEVENTS_BATCH
                ? IntStream.range(0, rows.size())
                        .mapToObj(index -> event(
                                batch.key() + "-" + rows.get(index).position(),
                                audience,
                                batch,
                                rows.subList(index, index + 1),
                                index))
                        .toList()
                : List.of(event(id, audience, batch, rows, 0));
        return signed(id, events, rows.stream().map(Row::position).toList());
    }

    /** Length of a message without rows. */
    int envelopeBytes(AudienceSpec audience, Batch batch) {
        var id = batch.key() + "-" + batch.size();
        var event = event(id, audience, batch, List.of(), 0);
        return settings.format().body(settings.source(), List.of(event)).length;
    }

    private static Event event(String id, AudienceSpec audience, Batch batch, List<Row> rows, int firstIndex) {
        return new Event(
                id,
                Event.MEMBERSHIP_CHANGED,
                batch.decidedAt(),
                audience.key(),
                json -> data(json, audience, rows, firstIndex));
    }

    private static void data(JsonGenerator json, AudienceSpec audience, List<Row> rows, int firstIndex)
            throws IOException {
        json.writeStartObject();
        ChangeJson.audience(json, audience, audience.options().text("audienceId", ""));
        json.writeArrayFieldStart("changes");
        var index = firstIndex;
        for (var row : rows) {
            row.write(json, index++);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private HttpCall signed(String id, List<Event> events, List<Integer> rows) {
        var format = settings.format();
        var body = format.body(settings.source(), events);
        var call = http.post(settings.url());
        settings.headers().forEach(call::secret);
        format.headers(call, settings.source(), events);
        return call.body(format.contentType(), body)
                .header(StandardWebhooks.ID, id)
                .atAttempt(
                        StandardWebhooks.TIMESTAMP, "{timestamp}", attempt -> Long.toString(attempt.getEpochSecond()))
                .atAttempt(StandardWebhooks.SIGNATURE, "{signature}", attempt -> settings.signatures()
                        .sign(id, attempt, body))
                .rows(rows)
                .idempotent()
                .build();
    }
}

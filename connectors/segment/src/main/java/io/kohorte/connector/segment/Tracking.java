// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.List;

/** The tracking API of one source: requests of events, and what its answers mean. */
final class Tracking {

    /** Length of a request without events. */
    static final int ENVELOPE_BYTES = "{\"batch\":[]}".length();

    private final TrackingSettings settings;
    private final SafeHttp http;
    private final Clock clock;

    Tracking(TrackingSettings settings, SafeHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    HttpCall request(List<Row> rows) {
        var events = rows.stream().flatMap(row -> row.events().stream()).toList();
        return http.post(settings.url() + "/v1/batch")
                .secret("authorization", settings.authorization())
                .body("application/json", body(events))
                .rows(rows.stream().map(Row::position).toList())
                .idempotent()
                .build();
    }

    private static byte[] body(List<byte[]> events) {
        var body = new ByteArrayOutputStream(ENVELOPE_BYTES
                + events.stream().mapToInt(event -> event.length + 1).sum());
        body.writeBytes("{\"batch\":[".getBytes(StandardCharsets.US_ASCII));
        for (var i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(events.get(i));
        }
        body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /** One outcome per row: all that the vendor says is that it took the request. */
    List<Outcome> send(HttpCall call) {
        var answer = http.send(call);
        if (!answer.successful()) {
            return List.of(settings.vendor().refused(call, answer));
        }
        if (!settings.vendor().took(answer)) {
            throw answer.badResponse("without saying that it took the events");
        }
        return Collections.nCopies(call.rows().size(), new Outcome.Accepted(""));
    }

    /** Asks whether the source is there and knows the key, as far as the vendor tells that. */
    void probe() {
        switch (settings.vendor()) {
            case SEGMENT -> {
                var outcome =
                        send(request(List.of(new Row(0, List.of(greeting()))))).get(0);
                if (!(outcome instanceof Outcome.Accepted)) {
                    throw unclear();
                }
            }
            case RUDDERSTACK -> {
                var call = request(List.of());
                var answer = http.send(call);
                if (Vendor.complainsOfEmptyBatch(answer)) {
                    return;
                }
                if (answer.status() == 400) {
                    throw unclear();
                }
                if (!answer.successful()) {
                    settings.vendor().refused(call, answer);
                }
                if (!settings.vendor().took(answer)) {
                    throw answer.badResponse("without saying that it took the request");
                }
            }
        }
    }

    /** Seen in the source's debugger and, since no destination may have it, nowhere else. */
    private byte[] greeting() {
        var now = clock.instant();
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", "track");
            json.writeStringField("messageId", "kohorte-check-" + now.toEpochMilli());
            json.writeStringField("anonymousId", "kohorte-check");
            json.writeStringField("event", "Kohorte Connection Checked");
            json.writeObjectFieldStart("context");
            AudienceEvents.library(json);
            json.writeEndObject();
            json.writeObjectFieldStart("integrations");
            json.writeBooleanField("All", false);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static ConnectorException unclear() {
        return new ConnectorException(
                Problem.of(ProblemCode.INVALID_SETTING, "Nothing that takes events answers at this address."));
    }
}

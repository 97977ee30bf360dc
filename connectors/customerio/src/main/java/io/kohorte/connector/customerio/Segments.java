// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.BadResponse;
import java.util.Comparator;
import java.util.stream.StreamSupport;

/** Finds the manual segment of an audience, or creates it, over the App API. */
final class Segments {

    private static final String PATH = "/v1/segments";

    private final CustomerIoApi api;

    Segments(CustomerIoApi api) {
        this.api = api;
    }

    /** People may rename a segment of ours as long as its name ends with our key in brackets; of several, the oldest counts. */
    String ensure(AudienceSpec spec, AudienceOptions options) {
        if (options.segmentId().isPresent()) {
            return existing(options.segmentId().get());
        }
        var mark = "[" + spec.key() + "]";
        return StreamSupport.stream(all(api).spliterator(), false)
                .filter(segment -> segment.path("name").asText("").endsWith(mark))
                .filter(segment -> !segment.path("type").asText("").equals("dynamic"))
                .min(Comparator.comparingLong(Segments::id))
                .map(segment -> Long.toString(id(segment)))
                .orElseGet(() -> create(spec.name() + " " + mark));
    }

    /** Whoever is in it stays in Customer.io. */
    void delete(String id) {
        var call = api.appDelete(PATH + "/" + id).build();
        var answer = api.send(call);
        if (!answer.successful() && answer.status() != 404) {
            throw CustomerIoApi.refusal(call, answer);
        }
    }

    static JsonNode all(CustomerIoApi api) {
        var segments = api.expect(api.appGet(PATH).build()).path("segments");
        if (!segments.isArray()) {
            throw BadResponse.of("Customer.io", "without segments");
        }
        return segments;
    }

    /** Without a key of the App API, the number is believed. */
    private String existing(String id) {
        if (!api.knowsSegments()) {
            return id;
        }
        for (var segment : all(api)) {
            if (Long.toString(id(segment)).equals(id)) {
                if (segment.path("type").asText("").equals("dynamic")) {
                    throw new ConnectorException(Problem.of(
                            ProblemCode.INVALID_SETTING,
                            "The chosen segment is data-driven; only manual ones can be written to."));
                }
                return id;
            }
        }
        throw new ConnectorException(
                Problem.of(ProblemCode.AUDIENCE_GONE, "The chosen segment does not exist (any more)."));
    }

    private String create(String name) {
        var body = Json.mapper().createObjectNode();
        body.putObject("segment")
                .put("name", name)
                .put("description", "Kept by Kohorte. Leave the brackets in the name.");
        return Long.toString(id(api.expect(api.appPost(PATH).json(body).build()).path("segment")));
    }

    private static long id(JsonNode segment) {
        var id = segment.path("id");
        if (!id.isIntegralNumber()) {
            throw BadResponse.of("Customer.io", "a segment without id");
        }
        return id.asLong();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ReceivedRequests;
import io.kohorte.tck.TestContext;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project on WireMock that refuses all that a test did not expect. */
final class FakeIterable implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    FakeIterable() {
        server.start();
        server.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse().withStatus(404).withBody("{\"code\":\"NotExpected\"}")));
    }

    void post(String resource, int status, String body) {
        answer(WireMock.post("/api" + resource), status, body);
    }

    void answer(MappingBuilder request, int status, String body) {
        server.stubFor(request.willReturn(aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/json")
                .withBody(body)));
    }

    IterableDestination open(Map<String, ?> further) {
        return new IterableDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("baseUrl", server.baseUrl(), "apiKey", "server-side-key", "timeoutSeconds", 2));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    /** Oldest first. */
    List<LoggedRequest> requests() {
        return ReceivedRequests.of(server);
    }

    List<String> sent() {
        return requests().stream()
                .map(request -> request.getMethod() + " " + request.getUrl())
                .toList();
    }

    JsonNode body(int request) {
        return parse(requests().get(request).getBodyAsString());
    }

    static JsonNode parse(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, String matchKey, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, matchKey, Settings.of(options));
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("b-1", NOW, List.of(changes));
    }

    static MemberChange change(MemberChange.Kind kind, String namespace, String key, Map<String, FieldValue> fields) {
        return new MemberChange(kind, new SubjectKeys("p-" + key, Map.of(namespace, key)), fields, Consent.NEVER_ASKED);
    }

    @Override
    public void close() {
        server.stop();
    }
}

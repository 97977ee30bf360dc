// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
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

/** An account on WireMock that refuses all that a test did not expect. */
final class FakeHubspot implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String CONTACTS = "/crm/objects/2026-09/contacts";
    static final String LISTS = "/crm/lists/2026-09";
    static final String MOVE = LISTS + "/72/memberships/add-and-remove";

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    FakeHubspot() {
        server.start();
        server.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse().withStatus(404).withBody("{\"category\":\"NOT_EXPECTED\"}")));
    }

    void answer(MappingBuilder request, String json) {
        server.stubFor(request.willReturn(okJson(json)));
    }

    void post(String path, int status, String json) {
        server.stubFor(WireMock.post(path).willReturn(json(status, json)));
    }

    void put(String path, int status, String json) {
        server.stubFor(WireMock.put(path).willReturn(json(status, json)));
    }

    static ResponseDefinitionBuilder json(int status, String json) {
        return aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/json")
                .withBody(json);
    }

    HubspotDestination open() {
        return new HubspotDestination(settings(Map.of()), context(NOW));
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "baseUrl",
                server.baseUrl(),
                "portalId",
                "62515",
                "accessToken",
                "pat-eu1-secret",
                "timeoutSeconds",
                2));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context(Instant now) {
        return TestContext.at(now);
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

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, "email", Settings.of(options));
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("b-1", NOW, List.of(changes));
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind, new SubjectKeys("p-" + email, Map.of("email", email)), fields, Consent.NEVER_ASKED);
    }

    @Override
    public void close() {
        server.stop();
    }
}

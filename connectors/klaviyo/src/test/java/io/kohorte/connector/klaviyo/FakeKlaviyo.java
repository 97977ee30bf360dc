// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ReceivedRequests;
import io.kohorte.tck.TestContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account on WireMock that refuses all that a test did not expect. */
final class FakeKlaviyo implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    FakeKlaviyo() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(error(404, "not_found", "")));
    }

    void answer(MappingBuilder request, int status, String json) {
        server.stubFor(request.willReturn(document(status, json)));
    }

    static ResponseDefinitionBuilder document(int status, String json) {
        return aResponse()
                .withStatus(status)
                .withHeader("content-type", "application/vnd.api+json")
                .withBody(json);
    }

    static ResponseDefinitionBuilder error(int status, String code, String pointer) {
        return document(
                status,
                """
                {"errors":[{"id":"1","status":%d,"code":"%s","title":"Invalid input.","detail":"quoted someone@example.com","source":{"pointer":"%s"}}]}"""
                        .formatted(status, code, pointer));
    }

    /** A collection without further pages. */
    static String collection(String... resources) {
        return "{\"data\":[" + String.join(",", resources) + "],\"links\":{\"self\":\"https://x\",\"next\":null}}";
    }

    KlaviyoDestination open(Map<String, ?> further) {
        return new KlaviyoDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "baseUrl",
                server.baseUrl(),
                "apiKey",
                "pk_secret",
                "account",
                "XyZ12a",
                "defaultRegion",
                "DE",
                "bulkFrom",
                1,
                "timeoutSeconds",
                5));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    /** All requests, oldest first. */
    List<LoggedRequest> requests() {
        return ReceivedRequests.of(server);
    }

    /** Methods and decoded addresses. */
    List<String> asked() {
        return requests().stream()
                .map(request -> request.getMethod() + " " + URLDecoder.decode(request.getUrl(), StandardCharsets.UTF_8))
                .toList();
    }

    String body(int request) {
        return requests().get(request).getBodyAsString();
    }

    static RemoteAudience audience(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new RemoteAudience(
                new AudienceSpec("seg-42", "High churn", mode, behaviour, "email", Settings.of(options)), "VRgFBd");
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind, new SubjectKeys("p-" + email, Map.of("email", email)), fields, Consent.NEVER_ASKED);
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("b-1", NOW, List.of(changes));
    }

    static List<Outcome> outcomes(BatchResult result) {
        return ((BatchResult.Done) result).outcomes();
    }

    @Override
    public void close() {
        server.stop();
    }
}

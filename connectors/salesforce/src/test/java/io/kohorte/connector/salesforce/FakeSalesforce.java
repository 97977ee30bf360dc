// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An organisation on WireMock that hands out tokens, and refuses all that a test did not expect. */
final class FakeSalesforce implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String SECRET = "consumer-secret-9f2";
    static final String DATA = "/services/data/v66.0";

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    FakeSalesforce() {
        server.start();
        server.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse().withStatus(404).withBody("[{\"errorCode\":\"NOT_FOUND\",\"message\":\"?\"}]")));
        token("00D-first");
    }

    void token(String value) {
        server.stubFor(post(urlPathEqualTo("/services/oauth2/token"))
                .willReturn(okJson("{\"access_token\":\"" + value
                        + "\",\"instance_url\":\"https://elsewhere.example\",\"token_type\":\"Bearer\"}")));
    }

    void answer(MappingBuilder request, String json) {
        server.stubFor(request.willReturn(okJson(json)));
    }

    SalesforceDestination open() {
        return open(Map.of());
    }

    SalesforceDestination open(Map<String, ?> further) {
        return new SalesforceDestination(settings(further), context(NOW));
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "instanceUrl", server.baseUrl(), "clientId", "3MVG9", "clientSecret", SECRET, "timeoutSeconds", 2));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context(Instant now) {
        return TestContext.at(now);
    }

    /** All requests but those for tokens, oldest first. */
    List<LoggedRequest> requests() {
        return requests(false);
    }

    /** Requests for tokens, oldest first. */
    List<LoggedRequest> tokenRequests() {
        return requests(true);
    }

    private List<LoggedRequest> requests(boolean forTokens) {
        return ReceivedRequests.of(server).stream()
                .filter(request -> request.getUrl().startsWith("/services/oauth2") == forTokens)
                .toList();
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, "external_id", Settings.of(options));
    }

    static Batch batch(MemberChange... changes) {
        return batch(List.of(changes));
    }

    static Batch batch(List<MemberChange> changes) {
        return new Batch("b-1", NOW, changes);
    }

    static MemberChange change(MemberChange.Kind kind, String externalId, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind,
                new SubjectKeys("p-" + externalId, Map.of("external_id", externalId)),
                fields,
                Consent.NEVER_ASKED);
    }

    @Override
    public void close() {
        server.stop();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workspace on WireMock that refuses all that a test did not expect. */
final class FakeCustomerIo implements AutoCloseable {

    static final Instant NOW = Instant.parse("2024-11-21T20:26:10Z");

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    FakeCustomerIo() {
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
    }

    void answer(MappingBuilder request, int status, String json) {
        server.stubFor(request.willReturn(aResponse().withStatus(status).withBody(json)));
    }

    CustomerIoDestination open(Map<String, ?> further) {
        return new CustomerIoDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "siteId",
                "site",
                "trackApiKey",
                "track-key",
                "trackUrl",
                server.baseUrl(),
                "appUrl",
                server.baseUrl()));
        values.putAll(Map.of("appApiKey", "app-key", "signingKey", "cio-signing-key", "timeoutSeconds", 5));
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

    String body(int request) {
        return requests().get(request).getBodyAsString();
    }

    static RemoteAudience audience(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new RemoteAudience(
                new AudienceSpec("seg-42", "High churn", mode, behaviour, "external_id", Settings.of(options)), "7");
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("b-1", NOW, List.of(changes));
    }

    static MemberChange change(MemberChange.Kind kind, String id, Map<String, FieldValue> fields) {
        return change(kind, id, fields, Map.of());
    }

    static MemberChange change(
            MemberChange.Kind kind, String id, Map<String, FieldValue> fields, Map<String, Boolean> grants) {
        return new MemberChange(
                kind, new SubjectKeys("p-" + id, Map.of("external_id", id)), fields, new Consent(grants));
    }

    static List<Outcome> outcomes(BatchResult result) {
        return ((BatchResult.Done) result).outcomes();
    }

    @Override
    public void close() {
        server.stop();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
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
import io.kohorte.spi.Preview;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An API on this machine, and the connector that is pointed at it. */
final class Api implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.wireMockConfig().dynamicPort());

    Api() {
        server.start();
        answers(200, "{}");
    }

    void answers(int status, String body) {
        server.resetAll();
        server.stubFor(WireMock.any(WireMock.anyUrl())
                .willReturn(WireMock.aResponse()
                        .withStatus(status)
                        .withHeader("content-type", "application/json")
                        .withBody(body)));
    }

    Settings settings(Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of("baseUrl", server.baseUrl() + "/v1", "addPath", "/people"));
        values.putAll(more);
        return Settings.of(values);
    }

    List<Outcome> write(Map<String, ?> settings, DeleteBehaviour behaviour, MemberChange... changes) {
        try (var destination = new HttpConnector().open(settings(settings), context())) {
            var audience = RemoteAudience.planned(audience(behaviour));
            return ((BatchResult.Done) destination.audiences().write(audience, batch(changes))).outcomes();
        }
    }

    List<Outcome> write(Map<String, ?> settings, MemberChange... changes) {
        return write(settings, DeleteBehaviour.REMOVE_FROM_AUDIENCE, changes);
    }

    Preview preview(Map<String, ?> settings, MemberChange... changes) {
        try (var destination = new HttpConnector().open(settings(settings), context())) {
            return destination
                    .audiences()
                    .preview(RemoteAudience.planned(audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE)), batch(changes));
        }
    }

    /** In the order in which they came. */
    List<LoggedRequest> requests() {
        return server.findAll(WireMock.anyRequestedFor(WireMock.anyUrl())).stream()
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }

    LoggedRequest request() {
        return requests().get(0);
    }

    static AudienceSpec audience(DeleteBehaviour behaviour) {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                behaviour,
                "email",
                List.of("phone"),
                Settings.of(Map.of("audienceId", "aud-7", "parameters", Map.of("region", "eu west"))));
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind, new SubjectKeys("4711", Map.of("email", email)), fields, new Consent(Map.of("marketing", true)));
    }

    static MemberChange enters(String email) {
        return change(MemberChange.Kind.ADD, email, Map.of());
    }

    static MemberChange leaves(String email) {
        return change(MemberChange.Kind.REMOVE, email, Map.of("score", FieldValue.of("high")));
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("batch-17", Instant.parse("2026-11-21T20:25:00Z"), List.of(changes));
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    @Override
    public void close() {
        server.stop();
    }
}

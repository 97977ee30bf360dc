// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

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
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ReceivedRequests;
import io.kohorte.tck.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Graph API on WireMock; all that a test did not expect is unknown to it. Its clock moves when told to. */
final class FakeMeta implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String ROOT = "/v25.0/";
    static final String ACCOUNT = ROOT + "act_516848833";
    static final AudienceSpec SPEC = spec(Map.of());
    static final RemoteAudience AUDIENCE = new RemoteAudience(SPEC, "23840002");

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private Instant now = NOW;

    FakeMeta() {
        server.start();
        server.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse()
                        .withStatus(400)
                        .withBody("{\"error\":{\"message\":\"?\",\"code\":100,\"error_subcode\":33}}")));
    }

    void answer(MappingBuilder request, String json) {
        server.stubFor(request.willReturn(okJson(json)));
    }

    MetaAdsDestination open() {
        return open(Map.of());
    }

    MetaAdsDestination open(Map<String, ?> further) {
        return new MetaAdsDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "url", server.baseUrl(), "adAccountId", "516848833", "accessToken", "EAAB-token", "timeoutSeconds", 2));
        values.putAll(further);
        return Settings.of(values);
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    ConnectorContext context() {
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        return new TestContext(clock, true);
    }

    /** Oldest first. */
    List<LoggedRequest> requests() {
        return ReceivedRequests.of(server);
    }

    static AudienceSpec spec(Map<String, ?> options, String... fallbackKeys) {
        return spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, options, fallbackKeys);
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options, String... fallbackKeys) {
        return new AudienceSpec(
                "seg-42", "High churn", mode, behaviour, "email", List.of(fallbackKeys), Settings.of(options));
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("b-1", NOW, List.of(changes));
    }

    static MemberChange change(
            MemberChange.Kind kind, Map<String, String> identifiers, Map<String, FieldValue> fields) {
        return new MemberChange(kind, new SubjectKeys("p-1", identifiers), fields, Consent.NEVER_ASKED);
    }

    static MemberChange add(String email) {
        return change(MemberChange.Kind.ADD, Map.of("email", email), Map.of());
    }

    @Override
    public void close() {
        server.stop();
    }
}

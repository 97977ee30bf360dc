// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LinkedIn on WireMock; all that a test did not expect is not found. Its clock moves when told to. */
final class FakeLinkedIn implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String USERS = "/rest/dmpSegments/12345/users";
    static final AudienceSpec SPEC = spec(Map.of());
    static final RemoteAudience AUDIENCE = new RemoteAudience(SPEC, "12345");

    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private Instant now = NOW;

    FakeLinkedIn() {
        server.start();
        server.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse().withStatus(404).withBody("{\"status\":404,\"code\":\"NOT_FOUND\"}")));
        answer(post(urlEqualTo("/token")), "{\"access_token\":\"AQX\",\"expires_in\":5184000}");
    }

    void answer(MappingBuilder request, String json) {
        server.stubFor(request.willReturn(okJson(json)));
    }

    LinkedInAdsDestination open() {
        return new LinkedInAdsDestination(settings(), context());
    }

    Settings settings() {
        var values = new LinkedHashMap<String, Object>();
        values.put("url", server.baseUrl() + "/rest");
        values.put("tokenUrl", server.baseUrl() + "/token");
        values.put("accountId", "516848833");
        values.put("sourcePlatform", "ACME_CDP");
        values.put("clientId", "77abc");
        values.put("clientSecret", "s3cret");
        values.put("refreshToken", "AQV-token");
        values.put("timeoutSeconds", 2);
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
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new TestContext(clock, true);
    }

    /** All but those for tokens, oldest first. */
    List<LoggedRequest> requests() {
        return ReceivedRequests.of(server).stream()
                .filter(request -> !request.getUrl().equals("/token"))
                .toList();
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

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestClock;
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LinkedIn on WireMock; all that a test did not expect is not found. Its clock moves when told to. */
final class FakeLinkedIn extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String USERS = "/rest/dmpSegments/12345/users";
    static final AudienceSpec SPEC = spec(Map.of());
    static final RemoteAudience AUDIENCE = new RemoteAudience(SPEC, "12345");

    private final TestClock clock = TestClock.at(NOW);

    FakeLinkedIn() {
        super(aResponse().withStatus(404).withBody("{\"status\":404,\"code\":\"NOT_FOUND\"}"));
        answer(post(urlEqualTo("/token")), "{\"access_token\":\"AQX\",\"expires_in\":5184000}");
    }

    LinkedInAdsDestination open() {
        return new LinkedInAdsDestination(settings(), context());
    }

    Settings settings() {
        var values = new LinkedHashMap<String, Object>();
        values.put("url", url() + "/rest");
        values.put("tokenUrl", url() + "/token");
        values.put("accountId", "516848833");
        values.put("sourcePlatform", "ACME_CDP");
        values.put("clientId", "77abc");
        values.put("clientSecret", "s3cret");
        values.put("refreshToken", "AQV-token");
        values.put("timeoutSeconds", 30);
        return Settings.of(values);
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    ConnectorContext context() {
        return new TestContext(clock, true);
    }

    /** All but those for tokens, oldest first. */
    @Override
    public List<LoggedRequest> requests() {
        return received().stream()
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

    static MemberChange change(
            MemberChange.Kind kind, Map<String, String> identifiers, Map<String, FieldValue> fields) {
        return new MemberChange(kind, new SubjectKeys("p-1", identifiers), fields, Consent.NEVER_ASKED);
    }

    static MemberChange add(String email) {
        return change(MemberChange.Kind.ADD, Map.of("email", email), Map.of());
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

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

/** The Graph API on WireMock; all that a test did not expect is unknown to it. Its clock moves when told to. */
final class FakeMeta extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String ROOT = "/v25.0/";
    static final String ACCOUNT = ROOT + "act_516848833";
    static final AudienceSpec SPEC = spec(Map.of());
    static final RemoteAudience AUDIENCE = new RemoteAudience(SPEC, "23840002");

    private final TestClock clock = TestClock.at(NOW);

    FakeMeta() {
        super(aResponse()
                .withStatus(400)
                .withBody("{\"error\":{\"message\":\"?\",\"code\":100,\"error_subcode\":33}}"));
    }

    MetaAdsDestination open() {
        return open(Map.of());
    }

    MetaAdsDestination open(Map<String, ?> further) {
        return new MetaAdsDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("url", url(), "adAccountId", "516848833", "accessToken", "EAAB-token", "timeoutSeconds", 30));
        values.putAll(further);
        return Settings.of(values);
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    ConnectorContext context() {
        return new TestContext(clock, true);
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

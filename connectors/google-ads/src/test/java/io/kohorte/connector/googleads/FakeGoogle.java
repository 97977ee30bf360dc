// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

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
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Google's APIs on WireMock; all that a test did not expect is not found. */
final class FakeGoogle extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String LISTS = "/v1/accountTypes/GOOGLE_ADS/accounts/1234567890/userLists";
    static final String INGEST = "/v1/audienceMembers:ingest";
    static final AudienceSpec SPEC = spec("email", Map.of());
    static final RemoteAudience AUDIENCE = new RemoteAudience(SPEC, "7654321");
    static final Consent GRANTED = new Consent(Map.of("ads", true));

    FakeGoogle() {
        super(aResponse().withStatus(404).withBody("{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}"));
        answer(
                post(urlEqualTo("/token")),
                "{\"access_token\":\"ya29.token\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    }

    /** What became of every request that is asked after. */
    void becomes(String status) {
        answer(
                com.github.tomakehurst.wiremock.client.WireMock.get(urlPathEqualTo("/v1/requestStatus:retrieve")),
                "{\"requestStatusPerDestination\":[" + status + "]}");
    }

    GoogleAdsDestination open(Map<String, ?> further) {
        return new GoogleAdsDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>();
        values.put("url", url());
        values.put("adsUrl", url());
        values.put("tokenUrl", url() + "/token");
        values.put("accountId", "123-456-7890");
        values.put("clientId", "4711");
        values.put("clientSecret", "s3cret");
        values.put("refreshToken", "1//token");
        values.put("timeoutSeconds", 30);
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    /** All but those for tokens, oldest first. */
    @Override
    public List<LoggedRequest> requests() {
        return received().stream()
                .filter(request -> !request.getUrl().equals("/token"))
                .toList();
    }

    static AudienceSpec spec(String matchKey, Map<String, ?> options, String... fallbackKeys) {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                matchKey,
                List.of(fallbackKeys),
                Settings.of(options));
    }

    static MemberChange change(
            MemberChange.Kind kind, Map<String, String> identifiers, Map<String, FieldValue> fields, Consent consent) {
        return new MemberChange(kind, new SubjectKeys("p-1", identifiers), fields, consent);
    }

    static MemberChange add(String email) {
        return change(MemberChange.Kind.ADD, Map.of("email", email), Map.of(), GRANTED);
    }
}

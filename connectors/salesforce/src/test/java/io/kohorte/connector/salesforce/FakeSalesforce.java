// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An organisation on WireMock that hands out tokens, and refuses all that a test did not expect. */
final class FakeSalesforce extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String SECRET = "consumer-secret-9f2";
    static final String DATA = "/services/data/v66.0";

    FakeSalesforce() {
        super(aResponse().withStatus(404).withBody("[{\"errorCode\":\"NOT_FOUND\",\"message\":\"?\"}]"));
        token("00D-first");
    }

    void token(String value) {
        stubFor(post(urlPathEqualTo("/services/oauth2/token"))
                .willReturn(okJson("{\"access_token\":\"" + value
                        + "\",\"instance_url\":\"https://elsewhere.example\",\"token_type\":\"Bearer\"}")));
    }

    SalesforceDestination open() {
        return open(Map.of());
    }

    SalesforceDestination open(Map<String, ?> further) {
        return new SalesforceDestination(settings(further), context(NOW));
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("instanceUrl", url(), "clientId", "3MVG9", "clientSecret", SECRET, "timeoutSeconds", 30));
        values.putAll(further);
        return Settings.of(values);
    }

    static TestContext context(Instant now) {
        return TestContext.at(now);
    }

    /** All requests but those for tokens, oldest first. */
    @Override
    public List<LoggedRequest> requests() {
        return requests(false);
    }

    /** Requests for tokens, oldest first. */
    List<LoggedRequest> tokenRequests() {
        return requests(true);
    }

    private List<LoggedRequest> requests(boolean forTokens) {
        return received().stream()
                .filter(request -> request.getUrl().startsWith("/services/oauth2") == forTokens)
                .toList();
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, "external_id", Settings.of(options));
    }

    static MemberChange change(MemberChange.Kind kind, String externalId, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind,
                new SubjectKeys("p-" + externalId, Map.of("external_id", externalId)),
                fields,
                Consent.NEVER_ASKED);
    }
}

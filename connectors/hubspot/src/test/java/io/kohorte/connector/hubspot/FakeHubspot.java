// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.WireMock;
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
import java.util.Map;

/** An account on WireMock that refuses all that a test did not expect. */
final class FakeHubspot extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String CONTACTS = "/crm/objects/2026-09/contacts";
    static final String LISTS = "/crm/lists/2026-09";
    static final String MOVE = LISTS + "/72/memberships/add-and-remove";

    FakeHubspot() {
        super(aResponse().withStatus(404).withBody("{\"category\":\"NOT_EXPECTED\"}"));
    }

    void post(String path, int status, String json) {
        stubFor(WireMock.post(path).willReturn(json(status, json)));
    }

    void put(String path, int status, String json) {
        stubFor(WireMock.put(path).willReturn(json(status, json)));
    }

    HubspotDestination open() {
        return new HubspotDestination(settings(Map.of()), context(NOW));
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("baseUrl", url(), "portalId", "62515", "accessToken", "pat-eu1-secret", "timeoutSeconds", 30));
        values.putAll(further);
        return Settings.of(values);
    }

    static TestContext context(Instant now) {
        return TestContext.at(now);
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, "email", Settings.of(options));
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind, new SubjectKeys("p-" + email, Map.of("email", email)), fields, Consent.NEVER_ASKED);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

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
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A workspace on WireMock that refuses all that a test did not expect. */
final class FakeCustomerIo extends TestVendor {

    static final Instant NOW = Instant.parse("2024-11-21T20:26:10Z");

    FakeCustomerIo() {
        super(aResponse().withStatus(404));
    }

    CustomerIoDestination open(Map<String, ?> further) {
        return new CustomerIoDestination(settings(further), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("siteId", "site", "trackApiKey", "track-key", "trackUrl", url(), "appUrl", url()));
        values.putAll(Map.of("appApiKey", "app-key", "signingKey", "cio-signing-key", "timeoutSeconds", 30));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    static RemoteAudience audience(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return new RemoteAudience(
                new AudienceSpec("seg-42", "High churn", mode, behaviour, "external_id", Settings.of(options)), "7");
    }

    static MemberChange change(MemberChange.Kind kind, String id, Map<String, FieldValue> fields) {
        return change(kind, id, fields, Map.of());
    }

    static MemberChange change(
            MemberChange.Kind kind, String id, Map<String, FieldValue> fields, Map<String, Boolean> grants) {
        return new MemberChange(
                kind, new SubjectKeys("p-" + id, Map.of("external_id", id)), fields, new Consent(grants));
    }
}

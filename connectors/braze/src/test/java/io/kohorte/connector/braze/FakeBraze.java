// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.tck.Batches.batch;

import io.kohorte.spi.AudienceSpec;
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
import io.kohorte.tck.TestContext;
import io.kohorte.tck.TestVendor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A workspace on WireMock that refuses all that a test did not expect. */
final class FakeBraze extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Consent MARKETING = new Consent(Map.of("marketing", true));

    FakeBraze() {
        super(aResponse().withStatus(404).withBody("{\"message\":\"Invalid URL\"}"));
    }

    void answer(String path, int status, String body) {
        stubFor(any(urlPathEqualTo(path))
                .willReturn(aResponse().withStatus(status).withBody(body)));
    }

    void answer(String path, int status, String header, String value, String body) {
        stubFor(any(urlPathEqualTo(path))
                .willReturn(
                        aResponse().withStatus(status).withHeader(header, value).withBody(body)));
    }

    BrazeDestination open(Map<String, ?> further) {
        return new BrazeDestination(BrazeSettings.of(settings(further)), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(
                Map.of("restEndpoint", url() + "/", "apiKey", "rest-key-9f2", "timeoutSeconds", 30));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, Map<String, ?> options) {
        return spec(mode, behaviour, "external_id", options);
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, String matchKey, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, matchKey, Settings.of(options));
    }

    static List<Outcome> write(BrazeDestination destination, AudienceSpec spec, MemberChange... changes) {
        var audiences = destination.audiences();
        var audience = new RemoteAudience(spec, "kohorte_seg_42");
        return ((BatchResult.Done) audiences.write(audience, batch(changes))).outcomes();
    }

    static MemberChange change(MemberChange.Kind kind, String externalId) {
        return change(kind, Map.of("external_id", externalId), Map.of(), Consent.NEVER_ASKED);
    }

    static MemberChange change(
            MemberChange.Kind kind, Map<String, String> identifiers, Map<String, FieldValue> fields, Consent consent) {
        return new MemberChange(kind, new SubjectKeys("p-1", identifiers), fields, consent);
    }
}

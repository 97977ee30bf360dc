// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
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

/** A pod on WireMock that refuses all that a test did not expect. */
final class FakeMparticle extends TestVendor {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String EVENTS = "/v2/bulkevents";
    static final String REQUESTS = "/v3/requests";

    FakeMparticle() {
        super(aResponse().withStatus(404));
    }

    void answer(String path, int status, String body, String... header) {
        var response = aResponse().withStatus(status).withBody(body);
        if (header.length == 2) {
            response.withHeader(header[0], header[1]);
        }
        stubFor(any(urlPathEqualTo(path)).willReturn(response));
    }

    MparticleDestination open(Map<String, ?> further) {
        return new MparticleDestination(MparticleSettings.of(settings(further)), context());
    }

    Settings settings(Map<String, ?> further) {
        var values = new LinkedHashMap<String, Object>(Map.of(
                "eventsUrl",
                url() + "/v2/",
                "key",
                "example-api-key",
                "secret",
                "example-api-secret",
                "dsrUrl",
                url() + "/v3",
                "timeoutSeconds",
                30));
        values.putAll(further);
        return Settings.of(values);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }

    static AudienceSpec spec(DeleteBehaviour behaviour, Map<String, ?> options) {
        return spec(SyncMode.MIRROR, behaviour, "external_id", options);
    }

    static AudienceSpec spec(SyncMode mode, DeleteBehaviour behaviour, String matchKey, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, matchKey, Settings.of(options));
    }

    static List<Outcome> write(MparticleDestination destination, AudienceSpec spec, MemberChange... changes) {
        var batch = new Batch("run-42", NOW.minusSeconds(60), List.of(changes));
        var audience = new RemoteAudience(spec, "kohorte_seg_42");
        return ((BatchResult.Done) destination.audiences().write(audience, batch)).outcomes();
    }

    static MemberChange change(MemberChange.Kind kind, String externalId) {
        return change(kind, Map.of("external_id", externalId), Map.of(), Map.of());
    }

    static MemberChange change(
            MemberChange.Kind kind,
            Map<String, String> identifiers,
            Map<String, FieldValue> fields,
            Map<String, Boolean> grants) {
        return new MemberChange(kind, new SubjectKeys("p-1", identifiers), fields, new Consent(grants));
    }
}

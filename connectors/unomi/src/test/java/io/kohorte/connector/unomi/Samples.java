// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People, audiences and settings that several tests share. */
final class Samples {

    private static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");

    private Samples() {}

    static Destination open(String url, Map<String, ?> more) {
        return new UnomiConnector().open(settings(url, more), context());
    }

    static Settings settings(String url, Map<String, ?> more) {
        var values = new HashMap<String, Object>(
                Map.of("baseUrl", url, "tenantId", "acme", "privateKey", "private-key-that-nobody-sees"));
        values.putAll(more);
        return Settings.of(values);
    }

    static AudienceSpec audience(SyncMode mode, DeleteBehaviour behaviour, String matchKey, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, behaviour, matchKey, Settings.of(options));
    }

    static AudienceSpec mirror(Map<String, ?> options) {
        return audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "external_id", options);
    }

    static MemberChange max(MemberChange.Kind kind) {
        return new MemberChange(
                kind,
                new SubjectKeys("1", Map.of("external_id", "customer-1", "email", " Max@Example.com ")),
                Map.of("lastName", FieldValue.of("Müller")),
                new Consent(Map.of("marketing", true, "email", false)));
    }

    static List<Outcome> write(Destination destination, AudienceSpec spec, MemberChange... changes) {
        var batch = new Batch("batch-17", Instant.parse("2026-11-21T20:25:00Z"), List.of(changes));
        var result = destination.audiences().write(new RemoteAudience(spec, "ours"), batch);
        return ((BatchResult.Done) result).outcomes();
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }
}

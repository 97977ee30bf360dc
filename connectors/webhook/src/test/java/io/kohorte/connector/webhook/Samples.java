// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** People, audiences and settings that several tests share. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10.344Z");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String OLD_SECRET = "whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0LW9sZA==";

    private Samples() {}

    static Settings settings(String url, Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of("url", url, "secret", SECRET));
        values.putAll(more);
        return Settings.of(values);
    }

    static AudienceSpec audience(DeleteBehaviour behaviour) {
        return new AudienceSpec("seg-42", "High churn", SyncMode.MIRROR, behaviour, "email", Settings.empty());
    }

    static MemberChange max(MemberChange.Kind kind) {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("email", "max.muster@example.com");
        identifiers.put("phone", "+491701234567");
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("city", FieldValue.EMPTY);
        var consent = new Consent(Map.of("profiling", false, "marketing", true, "ads", true));
        return new MemberChange(kind, new SubjectKeys("4711", identifiers), fields, consent);
    }

    static MemberChange person(int number) {
        var keys = new SubjectKeys(Integer.toString(number), Map.of("email", "person" + number + "@example.com"));
        return new MemberChange(MemberChange.Kind.ADD, keys, Map.of(), Consent.NEVER_ASKED);
    }

    static Batch batch(List<MemberChange> changes) {
        return new Batch("batch-17", Instant.parse("2026-11-21T20:25:00Z"), changes);
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }
}

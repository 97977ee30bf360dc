// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

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

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");
    static final String FEEDBACK_SECRET = "tealium-shared-secret";

    private Samples() {}

    static Settings settings(String url, Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of(
                "account",
                "acme",
                "username",
                "kohorte@acme.example",
                "apiKey",
                "key-that(nobody)sees",
                "dataSource",
                "abc123",
                "authUrl",
                url,
                "collectUrl",
                url,
                "visitorAttributes",
                Map.of("customer_id", "5678", "external_id", "5679", "email", "86"),
                "feedbackSecret",
                FEEDBACK_SECRET));
        values.putAll(more);
        return Settings.of(values);
    }

    static AudienceSpec audience(DeleteBehaviour behaviour, Map<String, ?> options) {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                behaviour,
                "customer_id",
                List.of("anonymous_id"),
                Settings.of(options));
    }

    static MemberChange max(MemberChange.Kind kind) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("churn_score", FieldValue.of(new BigDecimal("0.870")));
        fields.put("vip", FieldValue.of(true));
        fields.put("last_seen", FieldValue.of(Instant.parse("2026-11-01T08:00:00Z")));
        fields.put("city", FieldValue.EMPTY);
        return new MemberChange(
                kind,
                new SubjectKeys("4711", Map.of("customer_id", "customer-4711")),
                fields,
                new Consent(Map.of("marketing", true, "profiling", false)));
    }

    static MemberChange person(MemberChange.Kind kind, int number) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("last_name", FieldValue.of("Müller-Lüdenscheidt"));
        fields.put("city", FieldValue.EMPTY);
        var subject = new SubjectKeys("" + number, Map.of("customer_id", "customer-0815-" + number));
        return new MemberChange(kind, subject, fields, Consent.NEVER_ASKED);
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("batch-17", Instant.parse("2026-11-21T20:25:00Z"), List.of(changes));
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }
}

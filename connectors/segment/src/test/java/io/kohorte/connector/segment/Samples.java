// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

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
    static final String FEEDBACK_SECRET = "segment-shared";

    private Samples() {}

    static Settings segment(String url, Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of(
                "url", url,
                "writeKey", "abc123",
                "publicApiUrl", url,
                "publicApiToken", "sgp_token-that-nobody-sees",
                "feedbackSecret", FEEDBACK_SECRET));
        values.putAll(more);
        return Settings.of(values);
    }

    static Settings rudderStack(String url, Map<String, ?> more) {
        var values = new HashMap<String, Object>(Map.of(
                "dataPlaneUrl",
                url,
                "writeKey",
                "abc123",
                "apiUrl",
                url,
                "apiToken",
                "2Le5-token-that-nobody-sees",
                "deletionDestinations",
                List.of("27OeyCriZ4vGFiOFPihSMgr0Nt1"),
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
                "user_id",
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
        return change(
                kind,
                Map.of("user_id", "customer-4711"),
                fields,
                new Consent(Map.of("marketing", true, "profiling", false)));
    }

    static MemberChange change(
            MemberChange.Kind kind, Map<String, String> identifiers, Map<String, FieldValue> fields, Consent consent) {
        return new MemberChange(kind, new SubjectKeys("4711", identifiers), fields, consent);
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("batch-17", Instant.parse("2026-11-21T20:25:00Z"), List.of(changes));
    }

    static ConnectorContext context() {
        return TestContext.at(NOW);
    }
}

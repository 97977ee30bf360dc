// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People, audiences and accounts of these tests. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");

    private Samples() {}

    static TestContext context() {
        return TestContext.at(NOW);
    }

    /** Without encryption and sign-in. */
    static Settings open(Cluster cluster, Map<String, Object> more) {
        return with(
                Map.of(
                        "brokers",
                        cluster.door("PLAINTEXT"),
                        "encryption",
                        "none",
                        "signIn",
                        "none",
                        "timeoutSeconds",
                        20),
                more);
    }

    static Settings with(Map<String, Object> some, Map<String, Object> more) {
        var values = new HashMap<>(some);
        values.putAll(more);
        return Settings.of(values);
    }

    static AudienceSpec audience(String topic) {
        return audience(topic, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    }

    static AudienceSpec audience(String topic, DeleteBehaviour behaviour, Map<String, Object> more) {
        return new AudienceSpec(
                "kohorte-42", "High churn", SyncMode.MIRROR, behaviour, "email", with(Map.of("topic", topic), more));
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("17-3", NOW.minusSeconds(60), List.of(changes));
    }

    static MemberChange change(MemberChange.Kind kind, String profile, String note) {
        return new MemberChange(
                kind,
                new SubjectKeys(profile, Map.of("email", profile + "@example.com")),
                Map.of("note", FieldValue.of(note)),
                new Consent(Map.of("marketing", true)));
    }
}

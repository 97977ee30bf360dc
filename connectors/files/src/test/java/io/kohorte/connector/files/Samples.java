// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

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
import io.kohorte.spi.Snapshot;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People, batches and places that several tests share. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");

    private Samples() {}

    /** A folder that its operator allowed. */
    static Settings local(Path folder, Map<String, ?> more) {
        try {
            var consent = folder.resolve(LocalStorage.CONSENT);
            if (!Files.exists(consent)) {
                Files.createFile(consent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var values = new HashMap<String, Object>(Map.of("storage", "local", "localFolder", folder.toString()));
        values.putAll(more);
        return Settings.of(values);
    }

    static AudienceSpec audience(Map<String, ?> options) {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                List.of("phone"),
                Settings.of(options));
    }

    static MemberChange change(MemberChange.Kind kind, String email, Map<String, FieldValue> fields) {
        return new MemberChange(
                kind, new SubjectKeys("4711", Map.of("email", email)), fields, new Consent(Map.of("marketing", true)));
    }

    static Batch batch(MemberChange... changes) {
        return new Batch("batch-17", Instant.parse("2026-11-21T20:25:00.5Z"), List.of(changes));
    }

    static Batch part(int part, boolean last, MemberChange... changes) {
        var asOf = Instant.parse("2026-11-21T20:00:00Z");
        return new Batch(
                "batch-" + part, asOf, List.of(changes), Optional.of(new Snapshot("snap-9", asOf, part, last)));
    }

    static List<Outcome> write(Settings settings, Map<String, ?> options, Batch... batches) {
        List<Outcome> outcomes = List.of();
        try (var destination = new FilesConnector().open(settings, context(true))) {
            for (var batch : batches) {
                var audience = RemoteAudience.planned(audience(options));
                outcomes = ((BatchResult.Done) destination.audiences().write(audience, batch)).outcomes();
            }
        }
        return outcomes;
    }

    static ConnectorContext context(boolean privateAddresses) {
        return new TestContext(Clock.fixed(NOW, ZoneOffset.UTC), privateAddresses);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.connector.webhook.WebhookConnector;
import io.kohorte.segmentsync.AudienceSource;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.segmentsync.GuardLimits;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.Opening;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.WireAnswer;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/** People with an e-mail address and four fields. */
record Crowd(String url, int size, int batch) implements AudienceSource {

    @Override
    public SyncPlan plan(SyncId sync) {
        var settings = Settings.of(Map.of(
                "url",
                url,
                "secret",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "rowsPerRequest",
                batch,
                "maxBytes",
                1 << 20,
                "requestsPerMinute",
                600_000));
        var connector = new WebhookConnector();
        return new SyncPlan(
                sync,
                "bench-" + url,
                connector.descriptor(),
                new Account(connector, settings),
                new AudienceSpec(
                        "seg-1",
                        "Bench",
                        SyncMode.MIRROR,
                        DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                        "email",
                        Settings.empty()),
                GuardLimits.STANDARD,
                Optional.empty(),
                Optional.empty(),
                SyncPlan.Told.CHANGES);
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId sync) {
        return IntStream.rangeClosed(0, size >>> 16).mapToObj(chunk -> {
            var from = Math.max(1, chunk << 16);
            var to = Math.min(size + 1, (chunk + 1) << 16);
            var members = new RoaringBitmap();
            members.add((long) (from & 0xFFFF), (to - 1 & 0xFFFF) + 1L);
            var prints = IntStream.range(from, to)
                    .mapToLong(profile -> Fingerprint.of(subject(profile), fields(profile), Consent.NEVER_ASKED))
                    .toArray();
            return WantedChunk.of(chunk, members, prints);
        });
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId sync, RoaringBitmap among) {
        throw new UnsupportedOperationException("a crowd is delivered whole");
    }

    @Override
    public List<MemberRow> rows(
            SyncId sync, MemberChange.Kind change, RoaringBitmap profiles, IntUnaryOperator sentAs) {
        var rows = new ArrayList<MemberRow>(profiles.getCardinality());
        profiles.forEach((int profile) -> {
            var subject = subject(profile);
            var fields = fields(profile);
            var print = Fingerprint.of(subject, fields, Consent.NEVER_ASKED);
            rows.add(new MemberRow.Ready(profile, print, subject, fields, Consent.NEVER_ASKED));
        });
        return rows;
    }

    private static SubjectKeys subject(int profile) {
        return new SubjectKeys(Integer.toString(profile), Map.of("email", "person" + profile + "@example.com"));
    }

    private static Map<String, FieldValue> fields(int profile) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("first_name", FieldValue.of("Jürgen"));
        fields.put("last_name", FieldValue.of("Müller " + profile % 1_000));
        fields.put("city", FieldValue.of("München"));
        fields.put("churn_score", FieldValue.of(BigDecimal.valueOf(profile % 100, 2)));
        return fields;
    }

    private record Account(WebhookConnector connector, Settings settings) implements Opening {

        @Override
        public Destination open(Consumer<WireAnswer> ear) {
            return connector.open(settings, new Surroundings(ear));
        }

        @Override
        public String withoutSecrets(String text) {
            return text.replace(settings.text("secret"), "***");
        }
    }

    private record Surroundings(Consumer<WireAnswer> ear) implements ConnectorContext {

        @Override
        public void heard(WireAnswer answer) {
            ear.accept(answer);
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public boolean privateAddressesAllowed() {
            return true;
        }

        @Override
        public String userAgent() {
            return "Kohorte/bench";
        }
    }
}

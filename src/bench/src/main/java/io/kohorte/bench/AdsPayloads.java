// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.connector.googleads.GoogleAdsConnector;
import io.kohorte.connector.metaads.MetaAdsConnector;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Requests of the ads connectors as a preview makes them: six hashed identifiers a row, batches of 10,000. Counted is the
 * processor time of the one thread that makes them, so that a busy machine does not matter. Goal: five times
 * rudder-transformer, which does about 20,800 rows a second on a machine of two cores.
 */
public final class AdsPayloads {

    private static final int ROWS = 10_000;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 15;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private AdsPayloads() {}

    public static void main(String[] arguments) {
        measure(
                new MetaAdsConnector(),
                Map.of("adAccountId", "516848833", "accessToken", "token", "defaultRegion", "DE"),
                List.of("FN", "LN", "ZIP", "COUNTRY"));
        measure(
                new GoogleAdsConnector(),
                Map.of(
                        "accountId", "1234567890",
                        "clientId", "client",
                        "clientSecret", "secret",
                        "refreshToken", "token",
                        "defaultRegion", "DE"),
                List.of("givenName", "familyName", "postalCode", "regionCode", "emailAddress", "phoneNumber"));
    }

    private static void measure(ConnectorFactory connector, Map<String, ?> settings, List<String> fields) {
        var spec = new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "email",
                Settings.empty());
        var audience = RemoteAudience.planned(spec);
        var batch = batch(fields);
        try (var destination = connector.open(Settings.of(settings), new Surroundings())) {
            var writer = destination.audiences();
            for (var round = 0; round < WARM_UP; round++) {
                make(writer, audience, batch);
            }
            var perSecond = new double[ROUNDS];
            for (var round = 0; round < ROUNDS; round++) {
                perSecond[round] = ROWS * 1e9 / make(writer, audience, batch);
            }
            Arrays.sort(perSecond);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,.0f rows per CPU-second (slowest round %,.0f, fastest %,.0f)%n",
                    connector.descriptor().id(),
                    perSecond[ROUNDS / 2],
                    perSecond[0],
                    perSecond[ROUNDS - 1]);
        }
    }

    /** @return processor time in ns */
    private static long make(AudienceWriter writer, RemoteAudience audience, Batch batch) {
        var threads = ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadCpuTime();
        var preview = writer.preview(audience, batch);
        var took = threads.getCurrentThreadCpuTime() - before;
        if (preview.requests().get(0).rows().size() != ROWS) {
            throw new IllegalStateException("every row is to be sent");
        }
        return took;
    }

    /** Every row differs, so that nothing is answered from a cache. */
    private static Batch batch(List<String> fields) {
        var changes = new ArrayList<MemberChange>();
        for (var i = 0; i < ROWS; i++) {
            var mapped = new LinkedHashMap<String, FieldValue>();
            for (var field : fields) {
                mapped.put(field, FieldValue.of(value(field, i)));
            }
            var identifiers = Map.of(
                    "email", " Max.Muster" + i + "@Example.COM ",
                    "phone", "0170 " + (1_000_000 + i * 37));
            changes.add(new MemberChange(
                    MemberChange.Kind.ADD,
                    new SubjectKeys(Integer.toString(i), identifiers),
                    mapped,
                    new Consent(Map.of("ads", true))));
        }
        return new Batch("batch-17", NOW, changes);
    }

    private static String value(String field, int person) {
        return switch (field) {
            case "FN", "givenName" -> "Jürgen" + person;
            case "LN", "familyName" -> "Müller-Lüdenscheidt" + person;
            case "ZIP", "postalCode" -> Integer.toString(10_000 + person);
            case "COUNTRY", "regionCode" -> "DE";
            case "emailAddress" -> "max" + person + "@gmail.com";
            default -> "030 " + (1_000_000 + person * 37);
        };
    }

    private static final class Surroundings implements ConnectorContext {

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public boolean privateAddressesAllowed() {
            return false;
        }

        @Override
        public String userAgent() {
            return "Kohorte/bench";
        }
    }
}

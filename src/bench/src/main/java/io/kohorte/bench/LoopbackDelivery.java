// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.kohorte.connector.webhook.WebhookConnector;
import io.kohorte.segmentsync.AudienceSource;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.DeliveryPolicy;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.segmentsync.GuardLimits;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.segmentsync.Waiter;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.flywaydb.core.Flyway;
import org.roaringbitmap.RoaringBitmap;

/**
 * Delivers members to a destination on loopback in batches of 1,000 through the engine, the webhook connector, HMAC and a
 * durable PostgreSQL, and sends the same bytes with a bare OkHttp loop. Goal: at least 80 % of the loop's rows a second.
 */
public final class LoopbackDelivery {

    private static final int MEMBERS = 200_000;
    private static final int BATCH = 1_000;
    private static final SyncId SYNC = new SyncId(1);

    private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    private final BareReceiver receiver;
    private volatile boolean keep = true;

    private LoopbackDelivery() throws IOException {
        receiver = new BareReceiver(body -> {
            if (keep) {
                bodies.add(body);
            }
        });
    }

    public static void main(String[] arguments) throws IOException {
        new LoopbackDelivery().measure();
    }

    private void measure() throws IOException {
        try (var postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:db/segment-sync")
                    .load()
                    .migrate();
            for (var round = 1; round <= 5; round++) {
                bodies.clear();
                keep = true;
                var engine = seconds(() -> deliver(postgres));
                keep = false;
                var bare = seconds(this::bareLoop);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: engine %,.0f rows/s, bare OkHttp loop %,.0f rows/s, ratio %.0f %%, %d requests of %,d bytes%n",
                        round,
                        MEMBERS / engine,
                        MEMBERS / bare,
                        100 * bare / engine,
                        bodies.size(),
                        bodies.get(0).length);
            }
        } finally {
            receiver.close();
        }
    }

    private static double seconds(Runnable work) {
        var start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private void deliver(EmbeddedPostgres postgres) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate delivery_sync cascade");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        try (var pool = pool(postgres);
                var engine = new DeliveryEngine(
                        pool, new Crowd(receiver.url()), DeliveryPolicy.STANDARD, Clock.systemUTC(), Waiter.SLEEPING)) {
            var run = engine.execute(engine.queue(SYNC, Run.MANUAL, Removals.ASK));
            if (run.counts().added().accepted() != MEMBERS) {
                throw new IllegalStateException("not everybody arrived: " + run);
            }
        }
    }

    private static AgroalDataSource pool(EmbeddedPostgres postgres) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(8)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(postgres.getJdbcUrl("postgres", "postgres"))
                                        .principal(new NamePrincipal("postgres"))
                                        .jdbcProperty("reWriteBatchedInserts", "true")));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void bareLoop() {
        var client = new OkHttpClient();
        var type = MediaType.get("application/json");
        for (var body : List.copyOf(bodies)) {
            var request = new Request.Builder()
                    .url(receiver.url())
                    .post(RequestBody.create(body, type))
                    .build();
            try (var response = client.newCall(request).execute()) {
                if (response.code() != 204) {
                    throw new IllegalStateException("answer " + response.code());
                }
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    /** People with an e-mail address and four fields. */
    private record Crowd(String url) implements AudienceSource {

        @Override
        public SyncPlan plan(SyncId sync) {
            var settings = Settings.of(Map.of(
                    "url",
                    url,
                    "secret",
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    "rowsPerRequest",
                    BATCH,
                    "maxBytes",
                    1 << 20,
                    "requestsPerMinute",
                    600_000));
            var connector = new WebhookConnector();
            return new SyncPlan(
                    sync,
                    "bench",
                    connector.descriptor(),
                    () -> connector.open(settings, new Surroundings()),
                    new AudienceSpec(
                            "seg-1",
                            "Bench",
                            SyncMode.MIRROR,
                            DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                            "email",
                            Settings.empty()),
                    GuardLimits.STANDARD,
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public Stream<WantedChunk> wanted(SyncId sync) {
            return IntStream.rangeClosed(0, MEMBERS >>> 16).mapToObj(chunk -> {
                var from = Math.max(1, chunk << 16);
                var to = Math.min(MEMBERS + 1, (chunk + 1) << 16);
                var members = new RoaringBitmap();
                members.add((long) (from & 0xFFFF), (to - 1 & 0xFFFF) + 1L);
                var prints = IntStream.range(from, to)
                        .mapToLong(profile -> Fingerprint.of(subject(profile), fields(profile), Consent.NEVER_ASKED))
                        .toArray();
                return WantedChunk.of(chunk, members, prints);
            });
        }

        @Override
        public List<MemberRow> rows(SyncId sync, MemberChange.Kind change, RoaringBitmap profiles) {
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
    }

    private record Surroundings() implements ConnectorContext {

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

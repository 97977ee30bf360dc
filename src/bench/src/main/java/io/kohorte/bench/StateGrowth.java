// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.segmentsync.AudienceSource;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.DeliveryPolicy;
import io.kohorte.segmentsync.Fingerprint;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.segmentsync.Waiter;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SubjectKeys;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * What delivery keeps per member while one sync runs a thousand times, and each time one member in two hundred leaves, as
 * many enter and as many change. Members are every other profile, at random, which is where bitmaps are largest. Goal: at most
 * ten bytes a member, whatever the number of runs.
 *
 * <p>Printed twice: what the rows hold, and what tables and indexes take on disk, dead rows included. As a thousand runs come
 * here within minutes, PostgreSQL looks every second for what to vacuum, not every minute. {@code -Dbench.people} is the
 * number of members: below 700,000 the smallest budget of history, one megabyte an audience, weighs more than its bytes a
 * member.
 */
public final class StateGrowth {

    private static final int RUNS = 1_000;
    private static final Set<Integer> SHOWN = Set.of(1, 2, 5, 10, 20, 50, 100, 200, 500, RUNS);
    private static final int CHANGES_ONE_IN = 200;
    private static final SyncId SYNC = new SyncId(1);

    private StateGrowth() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        var members = Integer.getInteger("bench.people", 1_000_000);
        try (var postgres = DurablePostgres.start();
                var receiver = new BareReceiver(Duration.ZERO, body -> {});
                var pool = postgres.pool(8)) {
            vacuumOften(pool);
            var audience = new Audience(new Crowd(receiver.url(), members, 1_000), members);
            try (var engine =
                    new DeliveryEngine(pool, audience, DeliveryPolicy.STANDARD, Clock.systemUTC(), Waiter.SLEEPING)) {
                for (var run = 1; run <= RUNS; run++) {
                    var done = engine.execute(engine.queue(SYNC, Run.MANUAL, Removals.ASK));
                    if (!done.state().isFinal() || done.problem().isPresent()) {
                        throw new IllegalStateException("run " + run + ": " + done);
                    }
                    if (SHOWN.contains(run)) {
                        show(run, pool, engine.acknowledged(SYNC).getLongCardinality());
                    }
                    audience.move();
                }
            }
        }
    }

    private static void vacuumOften(DataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter system set autovacuum_naptime = '1s'");
            statement.execute("select pg_reload_conf()");
        }
    }

    private static void show(int run, DataSource pool, long members) throws SQLException {
        var acknowledged = bytes(pool, "delivery_chunk");
        var history = bytes(pool, "delivery_receipt");
        var rest = bytes(pool, "delivery_run")
                + bytes(pool, "delivery_batch")
                + bytes(pool, "delivery_refusal")
                + bytes(pool, "delivery_sync");
        System.out.printf(
                Locale.ROOT,
                "after run %,d: %.2f bytes a member in rows (acknowledged %.2f, history %.2f, runs and the rest %.2f), %.2f on disk%n",
                run,
                (double) (acknowledged + history + rest) / members,
                (double) acknowledged / members,
                (double) history / members,
                (double) rest / members,
                (double) onDisk(pool) / members);
    }

    private static long bytes(DataSource pool, String table) throws SQLException {
        return number(pool, "select coalesce(sum(pg_column_size(t.*)), 0) from " + table + " t");
    }

    private static long onDisk(DataSource pool) throws SQLException {
        return number(
                pool,
                "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname like 'delivery\\_%'");
    }

    private static long number(DataSource pool, String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A crowd half of whose profiles are members, some of them others at each move. */
    private static final class Audience implements AudienceSource {

        private final Crowd crowd;
        private final int size;
        private final SplittableRandom random = new SplittableRandom(42);
        private final RoaringBitmap members = new RoaringBitmap();
        private final int[] changed;
        private final long[] prints;

        Audience(Crowd crowd, int size) {
            this.crowd = crowd;
            this.size = size;
            this.changed = new int[2 * size + 1];
            this.prints =
                    IntStream.rangeClosed(0, 2 * size).mapToLong(this::computed).toArray();
            fill();
        }

        private int anybody() {
            return random.nextInt(1, 2 * size + 1);
        }

        void move() {
            for (var change = 0; change < size / CHANGES_ONE_IN; change++) {
                members.remove(member());
                var other = member();
                changed[other]++;
                prints[other] = computed(other);
            }
            fill();
        }

        private void fill() {
            for (var missing = size - members.getCardinality(); missing > 0; missing--) {
                while (!members.checkedAdd(anybody())) {
                    // is one already
                }
            }
        }

        private int member() {
            return members.select(random.nextInt(members.getCardinality()));
        }

        @Override
        public SyncPlan plan(SyncId sync) {
            return crowd.plan(sync);
        }

        @Override
        public Stream<WantedChunk> wanted(SyncId sync) {
            return IntStream.rangeClosed(0, (2 * size) >>> 16).mapToObj(chunk -> {
                var here = members.selectRange(chunk << 16, (chunk + 1) << 16);
                var theirs = here.stream().mapToLong(profile -> prints[profile]).toArray();
                return WantedChunk.of(chunk, RoaringBitmap.addOffset(here, -(chunk << 16)), theirs);
            });
        }

        @Override
        public Stream<WantedChunk> wanted(SyncId sync, RoaringBitmap among) {
            throw new UnsupportedOperationException("an audience is delivered whole");
        }

        @Override
        public List<MemberRow> rows(
                SyncId sync, MemberChange.Kind change, RoaringBitmap profiles, IntUnaryOperator sentAs) {
            var rows = new ArrayList<MemberRow>(profiles.getCardinality());
            profiles.forEach((int profile) -> rows.add(new MemberRow.Ready(
                    profile, prints[profile], subject(profile), fields(profile), Consent.NEVER_ASKED)));
            return rows;
        }

        private long computed(int profile) {
            return Fingerprint.of(subject(profile), fields(profile), Consent.NEVER_ASKED);
        }

        private static SubjectKeys subject(int profile) {
            return new SubjectKeys(Integer.toString(profile), Map.of("email", "person" + profile + "@example.com"));
        }

        private Map<String, FieldValue> fields(int profile) {
            return Map.of("city", FieldValue.of("München"), "visits", FieldValue.of("" + changed[profile]));
        }
    }
}

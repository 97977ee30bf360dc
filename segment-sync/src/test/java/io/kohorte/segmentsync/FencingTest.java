// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several engines on one database. */
class FencingTest extends DeliveryFixture {

    /** A heartbeat comes thrice a lease. Whether it is held is asked right after one. */
    private static final Duration LONG_ENOUGH_FOR_A_BUSY_MACHINE = Duration.ofSeconds(6);

    @Test
    void onlyOneOfTwoEnginesDelivers() throws Exception {
        audience.with(1, 200, "Ulm");
        var run = engine.queue(SYNC, "schedule", Removals.ASK);
        var threads = Executors.newFixedThreadPool(4);
        var start = new CountDownLatch(1);
        try (var other = new DeliveryEngine(
                TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            for (var node : new DeliveryEngine[] {engine, other, engine, other}) {
                threads.execute(() -> {
                    try {
                        start.await();
                        node.execute(run);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            start.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(engine.run(run).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.profilesReceived()).hasSize(200).doesNotHaveDuplicates();
    }

    /** The first engine falls asleep in the middle of a call, long enough to lose its lease, and then wakes up. */
    @Test
    void engineThatSleptThroughItsLeaseRecordsNothingAndStops() {
        audience.with(1, 30, "Ulm");
        var run = engine.queue(SYNC, "schedule", Removals.ASK);
        engine.close(); // no heartbeat: the whole process sleeps
        try (var other = new DeliveryEngine(
                TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            destination.faults.add((batch, fake) -> {
                assertThat(other.due()).isEmpty();
                sleep(Duration.ofSeconds(16));
                assertThat(other.due()).containsExactly(run);
                assertThat(other.execute(run).state()).isEqualTo(RunState.COMPLETED);
                return fake.take(batch);
            });

            engine.execute(run);

            assertThat(engine.run(run).orElseThrow().counts().added()).isEqualTo(new RunCounts.Tally(30, 0));
            assertThat(destination.received).hasSize(4); // the sleeper's one, and the other's three
            assertThat(destination.people).isEqualTo(audience.wantedPeople());
            assertThat(other.acknowledged(SYNC).getCardinality()).isEqualTo(30);
            assertThat(other.status(SYNC).orElseThrow().unclear()).isZero();
        }
    }

    /** Found by killing a process: its heir read the moment from the books, which are coarser than the clock. */
    @Test
    void takenOverBatchGoesOutUnderTheSameKeyAndNamesTheSameMoment() {
        clock.advance(Duration.ofNanos(123_456_789));
        audience.with(1, 10, "Ulm");
        var run = engine.queue(SYNC, "schedule", Removals.ASK);
        engine.close();
        try (var other = new DeliveryEngine(
                TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            destination.faults.add((batch, fake) -> {
                sleep(Duration.ofSeconds(16));
                other.execute(run);
                return fake.take(batch);
            });

            engine.execute(run);

            assertThat(destination.received).hasSize(2);
            assertThat(destination.received.get(1)).isEqualTo(destination.received.get(0));
        }
    }

    @Test
    void nodeWhoseClockIsHoursAheadTakesNothingFromOthers() {
        audience.with(1, 30, "Ulm");
        var run = engine.queue(SYNC, "schedule", Removals.ASK);
        try (var ahead = nodeWhoseClockIsOff(Duration.ofHours(5))) {
            destination.faults.add((batch, fake) -> {
                assertThat(ahead.due()).isEmpty();
                ahead.execute(run);
                return fake.take(batch);
            });

            assertThat(engine.execute(run).state()).isEqualTo(RunState.COMPLETED);
        }
        assertThat(destination.received).hasSize(3);
    }

    @Test
    void nodeWhoseClockIsHoursBehindLosesNothingToOthersAndTakesOverFromTheDead() {
        audience.with(1, 30, "Ulm");
        try (var behind = nodeWhoseClockIsOff(Duration.ofHours(-5))) {
            var run = behind.queue(SYNC, "schedule", Removals.ASK);
            destination.faults.add((batch, fake) -> {
                assertThat(engine.due()).isEmpty();
                engine.execute(run);
                return fake.take(batch);
            });
            assertThat(behind.execute(run).state()).isEqualTo(RunState.COMPLETED);
            assertThat(destination.received).hasSize(3);

            audience.with(31, 40, "Ulm");
            var next = engine.queue(SYNC, "schedule", Removals.ASK);
            engine.close();
            destination.faults.add((batch, fake) -> {
                sleep(Duration.ofSeconds(16));
                assertThat(behind.due()).containsExactly(next);
                assertThat(behind.execute(next).state()).isEqualTo(RunState.COMPLETED);
                return fake.take(batch);
            });
            engine.execute(next);
            assertThat(destination.people).isEqualTo(audience.wantedPeople());
        }
    }

    private DeliveryEngine nodeWhoseClockIsOff(Duration by) {
        return new DeliveryEngine(
                TestDatabase.dataSource(),
                audience,
                DeliveryPolicy.STANDARD,
                Clock.offset(clock, by),
                clock.waiter(),
                Runnable::run);
    }

    @Test
    void heartbeatKeepsTheLeaseWhileADestinationTakesItsTime() throws Exception {
        var lease = new Leases(
                new Transactions(TestDatabase.dataSource()), LONG_ENOUGH_FOR_A_BUSY_MACHINE, "test", () -> {});
        TestDatabase.execute("insert into delivery_sync (sync) values (7)");
        try (lease) {
            var held = lease.acquire(SYNC).orElseThrow();
            var until = TestDatabase.number("select extract(epoch from leased_until) * 1000 from delivery_sync");
            var later = until;
            for (int i = 0; i < 1_200 && later == until; i++) {
                Thread.sleep(50);
                later = TestDatabase.number("select extract(epoch from leased_until) * 1000 from delivery_sync");
            }

            assertThat(later).isGreaterThan(until);
            assertThat(lease.acquire(SYNC)).isEmpty();
            lease.release(held);
            assertThatThrownBy(held::prolong)
                    .as("a heartbeat that comes a moment late")
                    .isInstanceOf(FencedOff.class);
            assertThat(lease.acquire(SYNC)).isPresent();
        }
    }

    /** Found by stopping a process while it prolonged its lease: its open transaction kept everybody else waiting. */
    @Test
    void processThatFallsSilentInsideATransactionDoesNotKeepItsLocks() throws Exception {
        TestDatabase.execute("insert into delivery_sync (sync) values (7)");
        var transactions = new Transactions(TestDatabase.dataSource(), Duration.ofMillis(300));
        try (var leases = new Leases(transactions, Duration.ofSeconds(15), "test", () -> {})) {
            var lost = leases.acquire(SYNC).orElseThrow();
            var inside = new CountDownLatch(1);
            var wake = new CountDownLatch(1);
            var silent = Executors.newSingleThreadExecutor();
            var outcome = silent.submit(() -> lost.fenced(connection -> {
                inside.countDown();
                awaitQuietly(wake);
                try (var statement = connection.createStatement()) {
                    return statement.execute("update delivery_sync set remote_id = 'too late'");
                }
            }));
            inside.await();
            sleep(Duration.ofSeconds(16));

            assertThat(leases.acquire(SYNC)).isPresent();

            wake.countDown();
            assertThatThrownBy(outcome::get).hasCauseInstanceOf(DeliveryStoreException.class);
            silent.shutdown();
            assertThat(TestDatabase.number("select count(*) from delivery_sync where remote_id = 'too late'"))
                    .isZero();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

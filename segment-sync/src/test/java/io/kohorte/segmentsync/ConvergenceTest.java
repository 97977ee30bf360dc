// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roaringbitmap.RoaringBitmap;

/** Random edits, random faults, many rounds; when the faults stop, the sets are equal. The seed reproduces a failure. */
class ConvergenceTest extends DeliveryFixture {

    private static final List<ProblemCode> FAULTS = List.of(
            ProblemCode.RATE_LIMITED,
            ProblemCode.QUOTA_SPENT,
            ProblemCode.TIMEOUT,
            ProblemCode.UNAVAILABLE,
            ProblemCode.CONNECTION,
            ProblemCode.BATCH_REFUSED,
            ProblemCode.MAYBE_APPLIED,
            ProblemCode.BAD_RESPONSE,
            ProblemCode.NOT_PERMITTED,
            ProblemCode.CREDENTIALS_EXPIRED);

    /** For a connector that may send again, a lost answer is a time-out like any other. */
    private static final Set<ProblemCode> MAY_HIDE_SUCCESS = EnumSet.of(
            ProblemCode.TIMEOUT, ProblemCode.UNAVAILABLE, ProblemCode.MAYBE_APPLIED, ProblemCode.BAD_RESPONSE);

    /** Whether people get other addresses, too. */
    private boolean renaming;

    /** Edited since delivery was last told. */
    private final RoaringBitmap untold = new RoaringBitmap();

    /** More of them: {@code -Dkohorte.seeds=200}. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("kohorte.seeds", 6));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensTheSetsAreEqualOnceItStops(long seed) {
        var random = new Random(seed);
        renaming = true;
        knowsNumbers(seed);
        destination.limits = new Limits(1 + random.nextInt(20), 1 << 20, 1_000_000, Duration.ofSeconds(1), 4);
        audience.with(1, 150, "Ulm");
        for (int round = 0; round < 25; round++) {
            edit(random);
            misbehave(random);
            tryToDeliver(random);
        }
        stopMisbehaving();
        for (int i = 0; i < 3; i++) {
            finish();
        }

        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(audience.cities.size());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
        assertThat(run().counts().requests()).isZero();
    }

    /** The same where everybody is told each time, by vendors who show people with their part or with the last one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensToSnapshotsTheSetsAreEqualOnceItStops(long seed) {
        audience.told = SyncPlan.Told.EVERYBODY;
        destination.showsPartsAtOnce = seed % 3 == 0;

        whateverHappensTheSetsAreEqualOnceItStops(seed);
    }

    /** With rows that stay bad, whoever is not there has a reason on record, and nobody else is missing. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyAbsenceHasAReason(long seed) {
        var random = new Random(seed);
        audience.with(1, 150, "Ulm");
        for (int i = 0; i < 12; i++) {
            destination.refusing.put(1 + random.nextInt(180), Problem.of(ProblemCode.FIELD_INVALID, "no"));
            destination.poison.add(1 + random.nextInt(180));
            audience.invalid.put(1 + random.nextInt(180), Problem.of(ProblemCode.IDENTIFIER_INVALID, "no"));
            audience.skippedAtSendTime.put(1 + random.nextInt(180), SkipReason.NO_CONSENT);
        }
        for (int round = 0; round < 10; round++) {
            edit(random);
            misbehave(random);
            tryToDeliver(random);
        }
        destination.faults.clear();
        for (int i = 0; i < 3; i++) {
            finish();
        }

        var onRecord = new TreeSet<Integer>();
        engine.workbench().members(SYNC, 0, 1000, Sight.MASKED).forEach(member -> onRecord.add(member.profile()));
        var differing = new TreeMap<>(audience.wantedPeople());
        differing.entrySet().removeAll(destination.people.entrySet());
        assertThat(onRecord).containsAll(differing.keySet());
        var unwanted = new TreeSet<>(destination.people.keySet());
        unwanted.removeAll(audience.cities.keySet());
        assertThat(onRecord).containsAll(unwanted);
    }

    /** Told of each change, and of nothing else, runs that look at a few come to the same as runs that look at everybody. */
    @ParameterizedTest
    @MethodSource("seeds")
    void narrowRunsComeToTheSameAsWholeOnes(long seed) {
        var random = new Random(seed);
        renaming = true;
        knowsNumbers(seed);
        audience.with(1, 150, "Ulm");
        run();
        audience.comparedAll = 0;
        for (int round = 0; round < 60; round++) {
            edit(random);
            if (random.nextInt(4) == 0) {
                misbehave(random);
            }
            if (random.nextInt(6) == 0) {
                destination.faults.add((batch, fake) -> {
                    if (random.nextBoolean()) {
                        fake.apply(batch);
                    }
                    throw new Died();
                });
            }
            tell(random);
            executeAllDue();
            clock.advance(Duration.ofSeconds(random.nextInt(100)));
        }
        int comparedAll = audience.comparedAll;
        stopMisbehaving();
        for (int i = 0; i < 3; i++) {
            engine.resume(SYNC);
            clock.advance(Duration.ofMinutes(40));
            audience.cities.put(1, "the last word " + i);
            untold.add(1);
            tell(random);
            executeAllDue();
        }

        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.dryRun(SYNC, 0).calls()).isZero();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
        assertThat(comparedAll).as("most runs were narrow").isLessThan(40);
    }

    /** What a process does no more once it is gone: no handler runs, nothing is recorded. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Every other destination takes whoever has another address for somebody else. */
    private void knowsNumbers(long seed) {
        if (seed % 2 == 0) {
            audience.capabilities.add(Capability.PROFILE_IDS);
        }
    }

    private void thenTheDestinationHasWhoIsWanted() {
        if (audience.capabilities.contains(Capability.PROFILE_IDS)) {
            assertThat(destination.people).isEqualTo(audience.wantedPeople());
        } else {
            assertThat(destination.addresses).isEqualTo(audience.wantedAddresses());
        }
    }

    private void tell(Random random) {
        var few = untold.clone();
        untold.clear();
        if (random.nextInt(20) == 0) {
            engine.queue(SYNC, "schedule", Removals.ASK);
        }
        engine.queueFor(SYNC, "segment", few);
    }

    private void executeAllDue() {
        for (var due = engine.due(); !due.isEmpty(); due = engine.due()) {
            try {
                if (engine.execute(due.get(0)).state() == RunState.PAUSED) {
                    engine.resume(SYNC);
                    clock.advance(Duration.ofMinutes(1));
                }
            } catch (Died died) {
                clock.advance(Duration.ofMinutes(1));
            }
        }
    }

    private void edit(Random random) {
        for (int i = 0; i < 12; i++) {
            int profile = 1 + random.nextInt(180) + (random.nextInt(10) == 0 ? 70_000 : 0);
            untold.add(profile);
            switch (random.nextInt(renaming ? 5 : 3)) {
                case 0 -> audience.cities.remove(profile);
                case 1 -> audience.cities.put(profile, "city " + random.nextInt(4));
                case 3 -> audience.rename(profile, "fresh" + random.nextInt(1_000_000) + "@example.com");
                case 4 -> {
                    int other = 1 + random.nextInt(180);
                    untold.add(other);
                    audience.rename(profile, audience.address(other));
                }
                default -> audience.cities.putIfAbsent(profile, "Ulm");
            }
        }
    }

    private void misbehave(Random random) {
        for (int i = 0; i < random.nextInt(12); i++) {
            destination.faults.add(fault(random));
        }
    }

    private FakeDestination.Fault fault(Random random) {
        var code = FAULTS.get(random.nextInt(FAULTS.size()));
        var applied = random.nextBoolean();
        return switch (random.nextInt(8)) {
            case 0, 1 -> (batch, fake) -> fake.take(batch);
            case 2 ->
                (batch, fake) -> {
                    Outcome locked = new Outcome.Retry(Problem.of(ProblemCode.ROW_LOCKED, "locked"), Duration.ZERO);
                    fake.jobs.put(
                            batch.key(),
                            applied
                                    ? fake.take(batch)
                                    : new BatchResult.Done(Collections.nCopies(batch.size(), locked)));
                    var ticket = new JobTicket(batch.key(), batch.size(), Map.of());
                    return new BatchResult.Pending(ticket, Duration.ofSeconds(5));
                };
            case 3 ->
                (batch, fake) -> {
                    fake.apply(batch);
                    return new BatchResult.Pending(
                            new JobTicket("lost", batch.size(), Map.of()), Duration.ofMinutes(5));
                };
            case 4 ->
                (batch, fake) -> {
                    edit(random); // the segment is rewritten during the run
                    if (random.nextBoolean()) {
                        tell(random);
                    }
                    return fake.take(batch);
                };
            default ->
                (batch, fake) -> {
                    if (applied && MAY_HIDE_SUCCESS.contains(code)) {
                        fake.apply(batch);
                    }
                    return FakeDestination.failing(code, Duration.ofSeconds(random.nextInt(100)))
                            .on(batch, fake);
                };
        };
    }

    private void tryToDeliver(Random random) {
        if (random.nextInt(10) == 0) {
            engine.resync(SYNC);
        }
        var run = runConfirmed();
        if (run.state() == RunState.PAUSED) {
            engine.resume(SYNC);
        }
        clock.advance(Duration.ofSeconds(random.nextInt(300)));
        if (random.nextInt(10) == 0) {
            engine.cancel(run.id());
        }
    }

    private void stopMisbehaving() {
        destination.faults.clear();
        engine.workbench().retry(SYNC, Optional.empty(), Optional.empty());
    }

    private void finish() {
        engine.resume(SYNC);
        clock.advance(Duration.ofDays(1));
        for (var run = runConfirmed(); !run.state().isFinal(); run = engine.execute(run.id())) {
            engine.resume(SYNC);
            clock.advance(Duration.ofDays(1));
        }
    }
}

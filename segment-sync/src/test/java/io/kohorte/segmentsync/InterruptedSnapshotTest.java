// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in the way of a snapshot: a destination that is away, answers and jobs that got lost, the end of the process. */
class InterruptedSnapshotTest extends SnapshotFixture {

    /** What was taken before is part of the same snapshot; nobody is told twice. */
    @Test
    void aSnapshotIsGoneOnWithOnceTheDestinationIsBack() {
        audience.with(1, 35, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        for (int i = 0; i < DeliveryPolicy.STANDARD.attempts(); i++) {
            destination.faults.add(FakeDestination.failing(ProblemCode.CONNECTION));
        }
        var run = run();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(engine.acknowledged(SYNC).isEmpty()).isTrue();
        assertThat(destination.people).isEmpty();
        destination.received.clear();
        clock.advance(Duration.ofHours(1));

        engine.execute(run.id());

        assertThat(destination.profilesReceived()).hasSize(25).doesNotContain(1, 10);
        assertThat(parts()).extracting(Snapshot::part).containsExactly(1, 2, 3);
        thenTheSetsAreEqual();
    }

    @Test
    void whoLeftWhileASnapshotStoodStillIsGoneWithTheNext() {
        aSnapshotStandsStillAfterItsFirstPart();
        audience.without(1, 1);

        finish();

        thenTheSetsAreEqual();
        assertThat(parts().stream().map(Snapshot::key).distinct()).hasSize(2);
    }

    @Test
    void aPartWhoseAnswerGotLostGoesOutAgainAsItWas() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add(FakeDestination.losingTheAnswer());

        run();

        assertThat(parts()).extracting(Snapshot::part).containsExactly(0, 1, 1, 2);
        assertThat(destination.received.get(2)).isEqualTo(destination.received.get(1));
        thenTheSetsAreEqual();
    }

    /** Who withdrew meanwhile may be in the part that got lost: no other part takes that back, a new snapshot does. */
    @Test
    void aPartThatMayHaveArrivedIsNeverReplacedByAnotherOne() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            audience.cities.remove(5);
            audience.skippedAtSendTime.put(5, SkipReason.NO_CONSENT);
            clock.advance(Duration.ofSeconds(5));
            return FakeDestination.failing(ProblemCode.MAYBE_APPLIED).on(batch, fake);
        });
        assertThat(run().state()).isEqualTo(RunState.QUEUED);

        finish();

        assertThat(destination.people).hasSize(24).doesNotContainKey(5);
        assertThat(parts()).extracting(Snapshot::key).contains(parts().get(0).key());
        assertThat(parts().stream().map(Snapshot::key).distinct()).hasSize(2);
        thenTheSetsAreEqual();
    }

    @Test
    void aProcessThatDiedInTheMiddleLeavesASnapshotThatIsBegunAnew() {
        thirtyFiveAreThere();
        audience.without(1, 1);
        destination.showsPartsAtOnce = true;
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            throw new AssertionError("dies");
        });
        assertThatThrownBy(this::run).hasMessageContaining("dies");
        // as before: nothing differs by the books, but the destination has part of a snapshot
        audience.with(1, 1, "Ulm");
        sleep(Duration.ofMinutes(1));

        finish();

        assertThat(parts().stream().map(Snapshot::key).distinct()).hasSize(2);
        thenTheSetsAreEqual();
        assertThat(TestDatabase.number("select count(*) from delivery_batch")).isZero();
    }

    @Test
    void partsThatAreJobsOfHoursOutliveTheProcessAndTheLastGoesOutWhenTheyAreThrough() {
        audience.with(1, 25, "Ulm");
        for (int i = 0; i < 3; i++) {
            destination.faults.add((batch, fake) -> {
                fake.jobs.put(batch.key(), fake.take(batch));
                return new BatchResult.Pending(new JobTicket(batch.key(), batch.size(), Map.of()), Duration.ofHours(2));
            });
        }
        var run = run();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(destination.received).as("not the last").hasSize(2);
        clock.advance(Duration.ofHours(3));

        try (var restarted = new DeliveryEngine(
                TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            assertThat(restarted.execute(run.id()).state()).isEqualTo(RunState.QUEUED);
            assertThat(destination.received).hasSize(3);
            assertThat(restarted.acknowledged(SYNC).isEmpty()).isTrue();
            clock.advance(Duration.ofHours(3));
            assertThat(restarted.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        }

        assertThat(destination.received).hasSize(3);
        assertThat(parts()).extracting(Snapshot::last).containsExactly(false, false, true);
        thenTheSetsAreEqual();
    }

    @Test
    void aPartWhoseJobGotLostIsToldWithANewSnapshot() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) ->
                new BatchResult.Pending(new JobTicket("lost", batch.size(), Map.of()), Duration.ofSeconds(1)));

        assertThat(run().state()).isEqualTo(RunState.QUEUED);
        finish();

        assertThat(parts().stream().map(Snapshot::key).distinct()).hasSize(2);
        thenTheSetsAreEqual();
    }
}

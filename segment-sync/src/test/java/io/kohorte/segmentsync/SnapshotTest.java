// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A destination that is told everybody, ten at a time, whenever somebody differs. */
class SnapshotTest extends DeliveryFixture {

    @BeforeEach
    void everybodyIsTold() {
        audience.told = SyncPlan.Told.EVERYBODY;
    }

    private List<Snapshot> parts() {
        return destination.received.stream()
                .map(Batch::snapshot)
                .map(Optional::orElseThrow)
                .toList();
    }

    private void thenTheSetsAreEqual() {
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.acknowledged(SYNC).toArray())
                .containsExactly(audience.cities.keySet().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    private void thirtyFiveAreThere() {
        audience.with(1, 35, "Ulm");
        run();
        destination.received.clear();
    }

    @Test
    void everybodyIsToldInPartsOfOneSnapshotWhoseLastEndsIt() {
        audience.with(1, 35, "Ulm");

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(35, 0));
        assertThat(parts()).extracting(Snapshot::part).containsExactly(0, 1, 2, 3);
        assertThat(parts()).extracting(Snapshot::last).containsExactly(false, false, false, true);
        assertThat(parts())
                .extracting(Snapshot::key)
                .containsOnly(parts().get(0).key());
        assertThat(destination.received)
                .flatExtracting(Batch::changes)
                .extracting(MemberChange::change)
                .containsOnly(MemberChange.Kind.ADD);
        thenTheSetsAreEqual();
    }

    @Test
    void nobodyIsToldWhileNobodyDiffers() {
        thirtyFiveAreThere();

        assertThat(run().counts().requests()).isZero();

        assertThat(destination.received).isEmpty();
    }

    @Test
    void whenSomeDifferEverybodyIsToldAndThoseWhoDifferAreCounted() {
        thirtyFiveAreThere();
        audience.without(1, 2);
        audience.cities.put(3, "Köln");
        audience.with(36, 39, "Bonn");

        var run = run();

        assertThat(destination.profilesReceived()).hasSize(37).doesNotContain(1, 2);
        assertThat(run.counts().added().accepted()).isEqualTo(4);
        assertThat(run.counts().changed().accepted()).isEqualTo(1);
        assertThat(run.counts().removed().accepted()).isEqualTo(2);
        assertThat(run.progress().total()).isEqualTo(37);
        assertThat(run.progress().done()).isEqualTo(37);
        thenTheSetsAreEqual();
    }

    @Test
    void aDryRunSaysWhatTheRunThenDoesAndShowsThoseWhoDifferFirst() {
        thirtyFiveAreThere();
        audience.without(1, 2);
        audience.cities.put(3, "Köln");
        audience.with(36, 39, "Bonn");

        var rehearsed = engine.dryRun(SYNC, 5);

        assertThat(rehearsed.sample()).extracting(DryRun.SampleRow::profile).containsExactly(36, 37, 38, 39, 3);
        assertThat(List.of(rehearsed.added(), rehearsed.changed(), rehearsed.removed()))
                .containsExactly(4L, 1L, 2L);
        assertThat(rehearsed.calls()).isEqualTo(6);
        run();
        assertThat(engine.dryRun(SYNC, 5).calls()).isZero();
    }

    @Test
    void oneLastPartOfNobodyEmptiesTheAudience() {
        thirtyFiveAreThere();
        audience.cities.clear();

        runConfirmed();

        assertThat(destination.received).singleElement().satisfies(batch -> {
            assertThat(batch.changes()).isEmpty();
            assertThat(batch.snapshot().orElseThrow().last()).isTrue();
        });
        thenTheSetsAreEqual();
    }

    @Test
    void theGuardAsksBeforeManyAreLetGo() {
        audience.guard = new GuardLimits(0.1, 1);
        thirtyFiveAreThere();
        audience.without(1, 30);

        assertThat(run().state()).isEqualTo(RunState.PAUSED);

        assertThat(destination.received).isEmpty();
    }

    /** The destination has nobody whom the snapshot leaves out, so the books have not either. */
    @Test
    void whoIsRefusedStaysOutWithAReasonAndIsNotThereAnyMore() {
        thirtyFiveAreThere();
        destination.refusing.put(7, Problem.of(ProblemCode.FIELD_INVALID, "no"));
        audience.skippedAtSendTime.put(8, SkipReason.NO_CONSENT);
        audience.with(36, 36, "Ulm");

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(destination.people).hasSize(34).doesNotContainKeys(7, 8);
        assertThat(engine.acknowledged(SYNC).toArray()).hasSize(34).doesNotContain(7, 8);
        assertThat(engine.workbench().members(SYNC, 0, 9, Sight.MASKED))
                .extracting(RejectedMember::profile)
                .contains(7);
    }

    @Test
    void aPoisonedLastPartIsHalvedAndEndsTheSnapshotOnce() {
        audience.with(1, 35, "Ulm");
        destination.poison.add(35);

        run();

        assertThat(destination.people).hasSize(34).doesNotContainKey(35);
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(34);
        var end = destination.received.get(destination.received.size() - 1);
        assertThat(end.changes()).as("the row that was to end it was refused").isEmpty();
        assertThat(end.snapshot().orElseThrow().last()).isTrue();
    }

    @Test
    void rowsToBeToldAgainAreToldBeforeTheEnd() {
        audience.with(1, 35, "Ulm");
        destination.lockedTimes.put(4, 2);
        destination.lockedTimes.put(34, 1);

        run();

        assertThat(parts().get(parts().size() - 1).last()).isTrue();
        thenTheSetsAreEqual();
    }

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

    private void aSnapshotStandsStillAfterItsFirstPart() {
        audience.with(1, 12, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        for (int i = 0; i < DeliveryPolicy.STANDARD.attempts(); i++) {
            destination.faults.add(FakeDestination.failing(ProblemCode.CONNECTION));
        }
        assertThat(run().state()).isEqualTo(RunState.QUEUED);
        destination.received.clear();
    }

    private void finish() {
        for (var due = engine.due(); !due.isEmpty(); due = engine.due()) {
            engine.execute(due.get(0));
        }
        clock.advance(Duration.ofHours(1));
        for (var due = engine.due(); !due.isEmpty(); due = engine.due()) {
            engine.execute(due.get(0));
            clock.advance(Duration.ofHours(1));
        }
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
        audience.with(
                1, 1, "Ulm"); // as before: nothing differs by the books, but the destination has part of a snapshot
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

    @Test
    void oneWhoIsToldChangesFromNowOnLosesNobodyAndKeepsNobodyOfAPartialSnapshot() {
        destination.showsPartsAtOnce = true;
        aSnapshotStandsStillAfterItsFirstPart();
        audience.told = SyncPlan.Told.CHANGES;
        audience.without(1, 3);

        finish();
        runConfirmed();

        assertThat(destination.received).allMatch(batch -> batch.snapshot().isEmpty());
        thenTheSetsAreEqual();
    }

    @Test
    void oneWhoIsToldEverybodyFromNowOnIsToldOnceSomebodyDiffers() {
        audience.told = SyncPlan.Told.CHANGES;
        thirtyFiveAreThere();
        audience.told = SyncPlan.Told.EVERYBODY;
        audience.without(1, 1);

        run();

        assertThat(parts()).hasSize(4);
        thenTheSetsAreEqual();
    }

    /** Nobody has to look whether they are there: in a snapshot they are. */
    @Test
    void whoMayBeThereAlreadyIsToldWithEverybody() {
        audience.told = SyncPlan.Told.CHANGES;
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.losingTheAnswer());
        run();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).hasSize(1);
        audience.told = SyncPlan.Told.EVERYBODY;

        run();

        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
        thenTheSetsAreEqual();
    }

    @Test
    void toldOfAFewItStillTellsEverybody() {
        thirtyFiveAreThere();
        audience.without(1, 1);

        assertThat(follow(1)).isPresent();

        assertThat(destination.profilesReceived()).hasSize(34);
        thenTheSetsAreEqual();
    }

    @Test
    void whoGoesByAnotherNameIsToldUnderItAndTheOldOneIsGone() {
        thirtyFiveAreThere();
        audience.rename(7, "new@example.com");

        run();

        assertThat(destination.addresses).isEqualTo(audience.wantedAddresses());
        assertThat(run().counts().requests()).isZero();
    }

    @Test
    void aRunIsUndoneByASnapshotOfBefore() {
        thirtyFiveAreThere();
        var before = Map.copyOf(destination.people);
        audience.without(1, 2);
        audience.with(36, 37, "Ulm");
        var mistake = run();

        var undone = engine.execute(engine.undo(mistake.id()));

        assertThat(undone.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people.keySet()).isEqualTo(before.keySet());
        assertThat(undone.counts().added().accepted()).isEqualTo(2);
        assertThat(undone.counts().removed().accepted()).isEqualTo(2);
    }

    @Test
    void anotherAudienceAtTheDestinationIsToldEverybodyAnew() {
        aSnapshotStandsStillAfterItsFirstPart();
        destination.remoteId = "remote-2";

        finish();

        assertThat(destination.profilesReceived()).hasSize(12);
        thenTheSetsAreEqual();
    }

    @Test
    void oneRowSentByHandGoesAsAChange() {
        thirtyFiveAreThere();

        engine.testRow(SYNC, 7);

        assertThat(destination.received).singleElement().satisfies(batch -> assertThat(batch.snapshot())
                .isEmpty());
        thenTheSetsAreEqual();
    }
}

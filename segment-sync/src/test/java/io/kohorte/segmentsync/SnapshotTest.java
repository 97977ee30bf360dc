// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Capability;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is told in a snapshot, and what a change of the sync makes of it. */
class SnapshotTest extends SnapshotFixture {

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

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class RunTest extends DeliveryFixture {

    @Test
    void firstRunDeliversEverybodyInBatchesOfTheDestinationsSize() {
        audience.with(1, 25, "Ulm");

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(25, 0));
        assertThat(run.counts().requests()).isEqualTo(3);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(destination.received).hasSize(3).allMatch(batch -> batch.size() <= 10);
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(25);
    }

    @Test
    void secondRunWithNothingChangedSendsNoRequestAtAll() {
        audience.with(1, 25, "Ulm");
        run();
        int opened = destination.opened;

        var second = run();

        assertThat(second.state()).isEqualTo(RunState.COMPLETED);
        assertThat(second.counts().requests()).isZero();
        assertThat(destination.opened).isEqualTo(opened);
        assertThat(destination.received).hasSize(3);
    }

    @Test
    void changedTraitSendsExactlyThatMember() {
        audience.with(1, 25, "Ulm");
        run();
        destination.received.clear();
        audience.cities.put(13, "Köln");

        var run = run();

        assertThat(run.counts().changed()).isEqualTo(new RunCounts.Tally(1, 0));
        assertThat(destination.profilesReceived()).containsExactly(13);
        assertThat(destination.received.get(0).changes().get(0).change()).isEqualTo(MemberChange.Kind.UPDATE);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void whoLeavesIsRemovedBeforeAnybodyIsAdded() {
        audience.with(1, 25, "Ulm");
        run();
        destination.received.clear();
        audience.without(3, 4);
        audience.with(70_000, 70_001, "Bonn");

        var run = run();

        assertThat(run.counts().removed()).isEqualTo(new RunCounts.Tally(2, 0));
        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(2, 0));
        assertThat(destination.profilesReceived()).containsExactly(3, 4, 70_000, 70_001);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void mirrorNeverTouchesPeopleWeDidNotDeliver() {
        destination.people.put(999, "someone else's");
        audience.with(1, 5, "Ulm");
        run();
        audience.without(1, 1);
        run();

        assertThat(destination.people).containsEntry(999, "someone else's").doesNotContainKey(1);
    }

    @Test
    void consentWithdrawnBetweenComparingAndSendingIsHonoured() {
        audience.with(1, 5, "Ulm");
        audience.skippedAtSendTime.put(2, SkipReason.NO_CONSENT);

        var run = run();

        assertThat(destination.people).doesNotContainKey(2).hasSize(4);
        assertThat(run.counts().skipped()).isEqualTo(1);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.state()).isEqualTo("skipped");
                    assertThat(group.code()).isEqualTo("NO_CONSENT");
                });
    }

    @Test
    void whoWasSkippedIsSentOnceTheReasonIsGoneAlthoughNoDataChanged() {
        audience.with(1, 5, "Ulm");
        audience.skippedAtSendTime.put(2, SkipReason.SUPPRESSED);
        run();
        audience.skippedAtSendTime.clear();

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void heldBackMembersAreCountedAsSkipped() {
        audience.with(1, 5, "Ulm").heldBack = 3;

        assertThat(run().counts().skipped()).isEqualTo(3);
    }

    @Test
    void insertDoesNotSendChanges() {
        audience.mode = SyncMode.INSERT;
        audience.deleteBehaviour = DeleteBehaviour.NOTHING;
        audience.with(1, 5, "Ulm");
        run();
        audience.with(3, 3, "Köln");
        audience.without(5, 5);

        var run = run();

        assertThat(run.counts().requests()).isZero();
        assertThat(destination.people).containsEntry(3, "Ulm").containsKey(5);
    }

    @Test
    void upsertRemovesOnlyWhenADeleteBehaviourAsksForIt() {
        audience.mode = SyncMode.UPSERT;
        audience.deleteBehaviour = DeleteBehaviour.NOTHING;
        audience.with(1, 5, "Ulm");
        run();
        audience.without(5, 5);
        assertThat(run().counts().requests()).isZero();

        audience.deleteBehaviour = DeleteBehaviour.DELETE;

        assertThat(run().counts().removed().accepted()).isEqualTo(1);
        assertThat(destination.people).doesNotContainKey(5);
    }

    @Test
    void addNeverRemoves() {
        audience.mode = SyncMode.ADD;
        audience.with(1, 5, "Ulm");
        run();
        audience.without(1, 4);
        audience.with(9, 9, "Ulm");

        run();

        assertThat(destination.people).containsOnlyKeys(1, 2, 3, 4, 5, 9);
    }

    @Test
    void removeTellsTheDestinationToDropTheMembersOfTheSegment() {
        destination.people.putAll(Map.of(1, "x", 2, "x", 3, "x"));
        audience.mode = SyncMode.REMOVE;
        audience.with(1, 2, "Ulm");

        var run = run();

        assertThat(run.counts().removed()).isEqualTo(new RunCounts.Tally(2, 0));
        assertThat(destination.people).containsOnlyKeys(3);
    }

    @Test
    void removeRemovesAgainWhoLeftTheSegmentAndCameBack() {
        audience.mode = SyncMode.REMOVE;
        audience.with(1, 2, "Ulm");
        run();
        audience.without(2, 2);
        assertThat(run().counts().requests()).isZero();
        destination.people.put(2, "back");
        audience.with(2, 2, "Ulm");

        run();

        assertThat(destination.people).isEmpty();
        assertThat(engine.whatWasSent(2)).hasSize(2);
    }

    @Test
    void resyncSendsEverybodyAgain() {
        audience.with(1, 5, "Ulm");
        run();
        destination.people.clear();

        engine.resync(SYNC);
        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void audienceThatWasReplacedAtTheDestinationIsFilledAgain() {
        audience.with(1, 5, "Ulm");
        run();
        destination.people.clear();
        destination.remoteId = "remote-2";
        audience.with(6, 6, "Ulm");

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void whatWasSentIsOnRecord() {
        audience.with(1, 25, "Ulm");
        var first = run();
        audience.cities.put(13, "Köln");
        var second = run();
        audience.without(13, 13);
        var third = run();

        assertThat(engine.whatWasSent(13))
                .extracting(sent -> sent.run() + " " + sent.change())
                .containsExactly(third.id() + " REMOVED", second.id() + " CHANGED", first.id() + " ADDED");
        assertThat(engine.whatWasSent(26)).isEmpty();
    }

    @Test
    void whoWasAtTheDestinationAtAMomentIsOnRecord() {
        var before = clock.instant();
        clock.advance(Duration.ofHours(1));
        audience.with(1, 25, "Ulm");
        run();
        var between = clock.instant();
        clock.advance(Duration.ofHours(1));
        audience.without(2, 24);
        audience.cities.put(1, "Köln");
        audience.with(70_000, 70_000, "Ulm");
        runConfirmed();

        assertThat(engine.heldAt(before).isEmpty()).isTrue();
        assertThat(engine.heldAt(between)).isEqualTo(RoaringBitmap.bitmapOfRange(1, 26));
        assertThat(engine.heldAt(clock.instant())).isEqualTo(RoaringBitmap.bitmapOf(1, 25, 70_000));
        assertThat(engine.heldAt(clock.instant(), sync -> false).isEmpty()).isTrue();
    }

    @Test
    void runsOfAllSyncsAreListedLatestFirst() {
        var other = new SyncId(8);
        var first = run().id();
        var second = engine.queue(other, Run.MANUAL, Removals.ASK);
        var third = run().id();

        assertThat(engine.runs(Optional.empty(), Long.MAX_VALUE, 2))
                .extracting(Run::id)
                .containsExactly(third, second);
        assertThat(engine.runs(Optional.empty(), second.value(), 2))
                .extracting(Run::id)
                .containsExactly(first);
        assertThat(engine.runs(Optional.of(SYNC), third.value(), 9))
                .extracting(Run::id)
                .containsExactly(first);
    }

    @Test
    void secondRequestJoinsTheRunThatWaits() {
        var first = engine.queue(SYNC, "schedule", Removals.ASK);
        var second = engine.queue(SYNC, "segment", Removals.ASK);

        assertThat(second).isEqualTo(first);
        assertThat(engine.due()).containsExactly(first);
    }

    @Test
    void requestDuringARunIsFollowedByAnother() {
        audience.with(1, 15, "Ulm");
        destination.faults.add((batch, fake) -> {
            audience.with(16, 16, "Ulm");
            engine.queue(SYNC, "segment", Removals.ASK);
            return fake.take(batch);
        });

        var first = run();

        assertThat(destination.people).doesNotContainKey(16);
        assertThat(engine.due()).hasSize(1).doesNotContain(first.id());
        engine.execute(engine.due().get(0));
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void cancelledRunStopsBeforeTheNextBatchAndKeepsWhatWasSent() {
        audience.with(1, 25, "Ulm");
        var id = engine.queue(SYNC, Run.MANUAL, Removals.ASK);
        destination.faults.add((batch, fake) -> {
            engine.cancel(id);
            return fake.take(batch);
        });

        var run = engine.execute(id);

        assertThat(run.state()).isEqualTo(RunState.CANCELLED);
        assertThat(destination.received).hasSize(1);
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(10);
        run();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void pausedSyncStandsStillUntilItIsResumed() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> {
            engine.pause(SYNC);
            return fake.take(batch);
        });

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(RunProblem.PAUSED_BY_HAND));
        assertThat(run().state()).isEqualTo(RunState.PAUSED);
        assertThat(engine.due()).isEmpty();
        engine.resume(SYNC);
        assertThat(engine.due()).containsExactly(run.id());
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void forgottenSyncLeavesNoState() {
        audience.with(1, 25, "Ulm");
        run();

        engine.forget(SYNC);

        assertThat(engine.status(SYNC)).isEmpty();
        assertThat(TestDatabase.number("select count(*) from delivery_chunk")).isZero();
    }
}

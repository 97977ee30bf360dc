// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thirty people are there; a run removes ten, adds five and changes one; then it is undone. */
class UndoTest extends DeliveryFixture {

    private Map<Integer, String> before = Map.of();
    private Run mistake;

    @BeforeEach
    void aMistakeIsDelivered() {
        audience.with(1, 30, "Ulm");
        run();
        before = new TreeMap<>(destination.people);
        audience.without(1, 10);
        audience.with(31, 35, "Köln");
        audience.cities.put(20, "Bonn");
        mistake = runConfirmed();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        destination.received.clear();
    }

    private Run undo() {
        return engine.execute(engine.undo(mistake.id()));
    }

    /** Those who left are back, with the data of now; the data of 20 stays. */
    private void thenTheAudienceIsAsBefore() {
        assertThat(destination.people.keySet()).isEqualTo(before.keySet());
        assertThat(destination.people).containsEntry(20, "Bonn");
        assertThat(engine.acknowledged(SYNC).toArray())
                .containsExactly(
                        before.keySet().stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void whoeverEnteredLeavesAndWhoeverLeftIsBack() {
        var run = undo();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.undoes()).contains(mistake.id());
        assertThat(run.counts().added().accepted()).isEqualTo(10);
        assertThat(run.counts().removed().accepted()).isEqualTo(5);
        thenTheAudienceIsAsBefore();
    }

    @Test
    void syncWaitsForAPersonAfterwardsAndThenBringsWhatIsWanted() {
        undo();
        var next = engine.execute(engine.queue(SYNC, "schedule", Removals.CONFIRMED));
        assertThat(next.state()).isEqualTo(RunState.PAUSED);
        assertThat(engine.status(SYNC).orElseThrow().paused())
                .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(RunProblem.UNDONE));
        thenTheAudienceIsAsBefore();

        engine.resume(SYNC);
        engine.execute(next.id());

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void previewShowsTheRequestsAndSendsNothing() {
        var preview = engine.dryUndo(mistake.id(), 20);

        assertThat(preview.effect().added()).isEqualTo(10);
        assertThat(preview.effect().removed()).isEqualTo(5);
        assertThat(preview.effect().requests()).isNotEmpty();
        assertThat(preview.effect().guard()).isEmpty();
        assertThat(preview.changed()).isEqualTo(1);
        assertThat(preview.overtaken()).isZero();
        assertThat(destination.received).isEmpty();
        assertThat(engine.status(SYNC).orElseThrow().paused()).isEmpty();
    }

    @Test
    void whoeverALaterRunTouchedStaysAsItLeftThemAndIsNamed() {
        audience.with(3, 3, "Ulm");
        audience.without(31, 31);
        audience.with(36, 36, "Ulm");
        run();

        var preview = engine.dryUndo(mistake.id(), 20);
        undo();

        assertThat(preview.overtakenSample()).containsExactly(3, 31);
        before.put(36, "Ulm");
        thenTheAudienceIsAsBefore();
    }

    @Test
    void whoeverCameAndWentOnceMoreLaterStaysAsTheLastRunLeftThem() {
        audience.with(3, 3, "Ulm");
        audience.without(31, 31);
        run();
        audience.without(3, 3);
        audience.with(31, 31, "Ulm");
        run();

        undo();

        before.remove(3);
        before.put(31, "Ulm");
        thenTheAudienceIsAsBefore();
    }

    /** Under the old name they left and under the new one they entered: as a person they were there and are. */
    @Test
    void whoeverGotAnotherNameWithTheRunStaysUnderIt() {
        audience.rename(20, "fresh@example.com");
        mistake = run();
        assertThat(mistake.counts().removed().accepted()).isEqualTo(1);
        before = new TreeMap<>(destination.people);

        assertThat(engine.dryUndo(mistake.id(), 20).changed()).isEqualTo(1);
        var undo = undo();

        assertThat(undo.counts().requests()).isZero();
        thenTheAudienceIsAsBefore();
    }

    @Test
    void whoeverWasOnlySentOnceMoreStays() {
        undo();
        engine.resume(SYNC);
        engine.resync(SYNC);
        mistake = runConfirmed();
        assertThat(mistake.counts().added().accepted()).isEqualTo(25);

        undo();

        thenTheAudienceIsAsBefore();
    }

    @Test
    void whoeverEnteredByACallWhoseAnswerGotLostLeavesToo() {
        audience.with(40, 45, "Ulm");
        destination.faults.add(FakeDestination.losingTheAnswer());
        before = new TreeMap<>(destination.people);
        mistake = run();
        assertThat(destination.people).containsKeys(40, 45);

        undo();

        thenTheAudienceIsAsBefore();
    }

    @Test
    void undoingThatLosesAnswersAndIsTakenOverComesToTheSame() {
        var undo = engine.undo(mistake.id());
        engine.close(); // no heartbeat
        destination.faults.add(FakeDestination.losingTheAnswer());
        destination.faults.add(FakeDestination.failing(ProblemCode.UNAVAILABLE));
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            sleep(Duration.ofSeconds(16));
            try (var other = new DeliveryEngine(
                    TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
                assertThat(other.execute(undo).state()).isEqualTo(RunState.COMPLETED);
            }
            return fake.take(batch);
        });

        engine.execute(undo);

        thenTheAudienceIsAsBefore();
    }

    @Test
    void askingTwiceAsksOnceAndUndoingTwiceDoesNothingTwice() {
        var first = engine.undo(mistake.id());
        assertThat(engine.undo(mistake.id())).isEqualTo(first);
        engine.execute(first);
        destination.received.clear();

        var second = undo();

        assertThat(second.id()).isNotEqualTo(first);
        assertThat(destination.received).isEmpty();
        thenTheAudienceIsAsBefore();
    }

    @Test
    void undoingCanBeUndone() {
        var there = new TreeMap<>(destination.people);
        mistake = undo();

        undo();

        assertThat(destination.people).isEqualTo(there);
    }

    @Test
    void whoeverWithdrewConsentMeanwhileDoesNotComeBack() {
        audience.skippedAtSendTime.put(7, SkipReason.NO_CONSENT);

        undo();

        before.remove(7);
        thenTheAudienceIsAsBefore();
    }

    @Test
    void runThatWaitsIsCancelledAndAPauseDoesNotHoldTheUndoingBack() {
        engine.pause(SYNC);
        var waiting = engine.queue(SYNC, "schedule", Removals.ASK);

        assertThat(undo().state()).isEqualTo(RunState.COMPLETED);

        assertThat(engine.run(waiting).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
        thenTheAudienceIsAsBefore();
    }

    /** What was asked for meanwhile is not lost, and waits. */
    @Test
    void runAskedForWhileUndoingFollowsWhenAPersonResumes() {
        var undo = engine.undo(mistake.id());
        assertThat(engine.queue(SYNC, "schedule", Removals.ASK)).isEqualTo(undo);
        engine.execute(undo);

        var next = engine.runs(SYNC, 1).get(0);

        assertThat(next.state()).isEqualTo(RunState.PAUSED);
        assertThat(next.undoes()).isEmpty();
        assertThat(engine.due()).isEmpty();
        engine.resume(SYNC);
        assertThat(engine.due()).containsExactly(next.id());
    }

    @Test
    void partOfACancelledRunIsUndone() {
        audience.with(50, 79, "Ulm");
        before = new TreeMap<>(destination.people);
        var run = engine.queue(SYNC, Run.MANUAL, Removals.ASK);
        destination.faults.add((batch, fake) -> {
            engine.cancel(run);
            return fake.take(batch);
        });
        mistake = engine.execute(run);
        assertThat(mistake.state()).isEqualTo(RunState.CANCELLED);
        assertThat(destination.people).hasSizeGreaterThan(before.size());

        undo();

        thenTheAudienceIsAsBefore();
    }

    @Test
    void runThatIsGoingOnCannotBeUndone() {
        audience.with(50, 79, "Ulm");
        var run = engine.queue(SYNC, Run.MANUAL, Removals.ASK);
        thenItIsRefused(run, UndoRefusedException.Reason.RUN_NOT_OVER);
        destination.faults.add((batch, fake) -> {
            assertThatThrownBy(() -> engine.undo(mistake.id())).isInstanceOf(SyncBusyException.class);
            return fake.take(batch);
        });

        assertThat(engine.execute(run).state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void runWhoseReceiptsAreForgottenCannotBeUndone() {
        TestDatabase.execute("delete from delivery_receipt where change = 'removed'");

        thenItIsRefused(mistake.id(), UndoRefusedException.Reason.RECEIPTS_GONE);
    }

    @Test
    void syncThatNeverRemovesAnybodyCannotTakeBack() {
        audience.mode = SyncMode.ADD;

        thenItIsRefused(mistake.id(), UndoRefusedException.Reason.NOBODY_IS_REMOVED);
    }

    private void thenItIsRefused(RunId run, UndoRefusedException.Reason reason) {
        assertThatThrownBy(() -> engine.undo(run))
                .isInstanceOfSatisfying(UndoRefusedException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
        assertThatThrownBy(() -> engine.dryUndo(run, 1)).isInstanceOf(UndoRefusedException.class);
    }
}

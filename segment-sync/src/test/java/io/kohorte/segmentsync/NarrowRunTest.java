// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Runs that look only at those who changed. */
class NarrowRunTest extends DeliveryFixture {

    @BeforeEach
    void threeHundredPeopleAreAtTheDestination() {
        audience.with(1, 300, "Ulm").with(70_001, 70_010, "Ulm");
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        destination.received.clear();
        audience.comparedAll = 0;
    }

    @Test
    void looksAtNobodyElse() {
        audience.cities.put(301, "Bonn");
        audience.cities.put(5, "Bonn");
        audience.cities.remove(70_003);
        audience.cities.put(7, "not told");

        var run = follow(301, 5, 70_003).orElseThrow();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.profilesReceived()).containsExactly(70_003, 5, 301);
        assertThat(run.counts().added().accepted()).isEqualTo(1);
        assertThat(run.counts().changed().accepted()).isEqualTo(1);
        assertThat(run.counts().removed().accepted()).isEqualTo(1);
        assertThat(audience.comparedAll).isZero();
        assertThat(engine.acknowledged(SYNC).contains(301)).isTrue();
        assertThat(engine.acknowledged(SYNC).contains(70_003)).isFalse();
        assertThat(engine.status(SYNC).orElseThrow().acknowledged()).isEqualTo(310);
    }

    @Test
    void leavesNoTraceWhenNothingDiffers() {
        assertThat(follow(1, 2, 999)).isEmpty();
        assertThat(engine.runs(SYNC, 10)).hasSize(1);
    }

    @Test
    void findsChangesOnTopOfReceiptsThatAreNotMerged() {
        for (var city : new String[] {"Bonn", "Trier", "Ulm"}) {
            audience.cities.put(5, city);
            assertThat(follow(5)).isPresent();
        }
        audience.cities.remove(5);
        assertThat(follow(5)).isPresent();
        assertThat(follow(5)).isEmpty();
        audience.cities.put(5, "Trier");
        assertThat(follow(5)).isPresent();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(TestDatabase.number("select count(*) from delivery_receipt where fingerprints is not null"))
                .isEqualTo(5);
        assertThat(run().counts().requests()).isZero();
        assertThat(audience.comparedAll).isEqualTo(1);
    }

    @Test
    void looksAtEverybodyAfterAnHour() {
        audience.cities.put(7, "not told");
        clock.advance(Duration.ofHours(1));

        assertThat(follow(5)).isPresent();

        assertThat(destination.profilesReceived()).containsExactly(7);
        assertThat(audience.comparedAll).isEqualTo(1);
    }

    @Test
    void looksAtEverybodyAfterARunThatDidNotGoToItsEnd() {
        audience.cities.put(5, "Bonn");
        audience.cities.put(6, "Bonn");
        destination.faults.add(FakeDestination.failing(ProblemCode.NOT_PERMITTED));
        assertThat(follow(5).orElseThrow().state()).isEqualTo(RunState.PAUSED);
        engine.resume(SYNC);

        assertThat(follow(8).orElseThrow().state()).isEqualTo(RunState.COMPLETED);

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(audience.comparedAll).isEqualTo(1);
    }

    @Test
    void looksAtEverybodyAfterOneThatWasCancelledBeforeItBegan() {
        audience.cities.put(5, "Bonn");
        engine.cancel(
                engine.queueFor(SYNC, "segment", RoaringBitmap.bitmapOf(5)).orElseThrow());

        assertThat(follow(8)).isPresent();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void looksAtEverybodyOnceTheSyncIsDefinedDifferently() {
        audience.cities.replaceAll((profile, city) -> "Bonn");
        engine.lookAtEverybody(SYNC);

        assertThat(follow(5)).isPresent();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(follow(5)).isEmpty();
    }

    @Test
    void runThatIsOnDoesNotSettleWhatWasAskedMeanwhile() {
        audience.cities.put(5, "Bonn");
        destination.faults.add((batch, fake) -> {
            audience.cities.put(6, "Bonn");
            engine.lookAtEverybody(SYNC);
            return fake.take(batch);
        });
        follow(5);

        assertThat(follow(8)).isPresent();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void requestsThatComeMeanwhileAreLookedAtTogetherByTheNextRun() {
        audience.cities.put(5, "Bonn");
        destination.faults.add((batch, fake) -> {
            audience.cities.put(5, "Trier");
            audience.cities.put(6, "Trier");
            assertThat(engine.queueFor(SYNC, "segment", RoaringBitmap.bitmapOf(5)))
                    .isPresent();
            assertThat(engine.queueFor(SYNC, "segment", RoaringBitmap.bitmapOf(6)))
                    .isPresent();
            return fake.take(batch);
        });
        follow(5);
        var next = engine.due();

        assertThat(next).hasSize(1);
        var run = engine.execute(next.get(0));

        assertThat(run.trigger()).isEqualTo("segment");
        assertThat(run.counts().changed().accepted()).isEqualTo(2);
        assertThat(audience.comparedAll).isZero();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void requestForEverybodySwallowsAFew() {
        audience.cities.put(5, "Bonn");
        audience.cities.put(6, "Bonn");
        var few = engine.queueFor(SYNC, "segment", RoaringBitmap.bitmapOf(5)).orElseThrow();
        assertThat(engine.queue(SYNC, "schedule", Removals.ASK)).isEqualTo(few);

        engine.execute(few);

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void rowsThatAreDueGoWithIt() {
        audience.cities.put(5, "Bonn");
        destination.refusing.put(5, Problem.of(ProblemCode.FIELD_INVALID, "no"));
        follow(5);
        destination.refusing.clear();
        engine.workbench().retry(SYNC, Optional.empty(), Optional.empty());
        audience.cities.put(6, "Bonn");

        follow(6);

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
        assertThat(audience.comparedAll).isZero();
    }

    @Test
    void refusedRowStaysOutUntilItsDataChange() {
        audience.cities.put(5, "Bonn");
        destination.refusing.put(5, Problem.of(ProblemCode.FIELD_INVALID, "no"));
        follow(5);

        assertThat(follow(5)).isEmpty();
        destination.refusing.clear();
        audience.cities.put(5, "Ulm");
        assertThat(follow(5)).isPresent();

        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void oneWhoLeavesIsMeasuredAgainstTheWholeAudience() {
        audience.cities.remove(5);

        assertThat(follow(5).orElseThrow().guard()).isEmpty();
        assertThat(destination.people).doesNotContainKey(5);
    }

    @Test
    void guardStopsManyWhoLeaveAtOnce() {
        audience.without(1, 150);

        var run = follow(IntStream.rangeClosed(1, 150).toArray()).orElseThrow();

        assertThat(run.guard())
                .contains(new GuardStop(
                        GuardStop.Reason.REMOVALS_EXCEED_LIMIT, 310, 150, 160, "150 of 310 members would be removed"));
        assertThat(follow(200)).as("a stopped run stays stopped").contains(run);
        assertThat(runConfirmed().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void lastOnesDoNotLeaveWithoutAWord() {
        audience.without(1, 300);
        runConfirmed();
        audience.cities.clear();

        var run = follow(IntStream.rangeClosed(70_001, 70_010).toArray()).orElseThrow();

        assertThat(run.guard().orElseThrow().reason()).isEqualTo(GuardStop.Reason.NOBODY_WANTED);
    }

    @Test
    void audienceThatWasReplacedIsFilledAnew() {
        audience.cities.put(5, "Bonn");
        follow(5);
        audience.cities.put(6, "Bonn");
        destination.people.clear();
        destination.remoteId = "remote-2";

        follow(6);

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void resyncSendsThoseToldOfLatelyToo() {
        audience.cities.put(5, "Bonn");
        follow(5);
        destination.people.clear();
        engine.resync(SYNC);

        follow(6);

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void manyReceiptsAreMerged() {
        for (int i = 0; i < 1_003; i++) {
            audience.cities.put(5, "city " + i);
            assertThat(follow(5).map(Run::state)).contains(RunState.COMPLETED);
        }

        assertThat(audience.comparedAll).isZero();
        assertThat(TestDatabase.number("select count(*) from delivery_receipt where fingerprints is not null"))
                .isLessThan(10);
        assertThat(follow(5)).isEmpty();
    }

    @Test
    void runsOfAnHourBecomeOneWithTheFiguresAndReceiptsOfAll() {
        for (int profile = 1; profile <= 20; profile++) {
            audience.cities.put(profile, "Bonn");
            clock.advance(Duration.ofMinutes(1));
            follow(profile);
        }

        var runs = engine.runs(SYNC, 10);

        assertThat(runs).hasSize(3);
        assertThat(runs.get(0).counts().changed().accepted()).isEqualTo(1);
        assertThat(runs.get(1).counts().changed().accepted()).isEqualTo(19);
        assertThat(runs.get(1).trigger()).isEqualTo("segment");
        assertThat(engine.whatWasSent(3).get(0).run()).isEqualTo(runs.get(1).id());
        run();
        assertThat(engine.whatWasSent(3)).hasSize(2);
    }

    @Test
    void everybodyIsLookedAtNowAndThenWithoutBeingAsked() {
        assertThat(engine.queueIfOwed(SYNC, "hourly")).isEmpty();
        clock.advance(Duration.ofHours(1));
        audience.cities.put(7, "not told");

        engine.execute(engine.queueIfOwed(SYNC, "hourly").orElseThrow());

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.queueIfOwed(SYNC, "hourly")).isEmpty();
    }

    @Test
    void whatTheGuardStoppedIsLookedAtAnewAfterAnHour() {
        audience.without(1, 150);
        assertThat(run().state()).isEqualTo(RunState.PAUSED);
        assertThat(engine.queueIfOwed(SYNC, "hourly")).isEmpty();
        audience.with(1, 150, "Ulm");
        clock.advance(Duration.ofMinutes(61));

        assertThat(engine.queueIfOwed(SYNC, "hourly").map(engine::execute).map(Run::state))
                .contains(RunState.COMPLETED);
    }

    @Test
    void whatAPersonPausedStaysPaused() {
        engine.pause(SYNC);
        audience.cities.put(5, "Bonn");
        clock.advance(Duration.ofHours(2));

        assertThat(engine.queueIfOwed(SYNC, "hourly")).isEmpty();
        assertThat(follow(5).map(Run::state)).contains(RunState.PAUSED);
        assertThat(engine.queueIfOwed(SYNC, "hourly")).isEmpty();
        assertThat(destination.received).isEmpty();
    }
}

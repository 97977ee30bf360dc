// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static io.kohorte.segmentsync.FakeDestination.failing;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Problems that pass by themselves: waiting, trying again, giving up for now. */
class PatienceTest extends DeliveryFixture {

    @Test
    void throttlingIsWaitingAndCostsNoAttempt() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 20; i++) {
            destination.faults.add(failing(ProblemCode.RATE_LIMITED, Duration.ofSeconds(30)));
        }
        var before = clock.instant();

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.counts().requests()).isEqualTo(21);
        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        assertThat(destination.received)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
    }

    @Test
    void longQuotaPauseGivesTheThreadBackAndIsDueAgainInTime() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add(failing(ProblemCode.QUOTA_SPENT, Duration.ofHours(20)));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.problem().orElseThrow().code()).isEqualTo("QUOTA_SPENT");
        assertThat(engine.due()).isEmpty();
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.QUEUED);
        clock.advance(Duration.ofHours(20).plusSeconds(1));
        assertThat(engine.due()).containsExactly(run.id());
        var later = engine.execute(run.id());
        assertThat(later.state()).isEqualTo(RunState.COMPLETED);
        assertThat(later.counts().added()).isEqualTo(new RunCounts.Tally(25, 0));
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "UNAVAILABLE", "CONNECTION"})
    void transientProblemIsTriedAgainUnderTheSameKey(ProblemCode code) {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 5; i++) {
            destination.faults.add(failing(code));
        }

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received)
                .hasSize(6)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void oneBatchThatNeverGetsThroughHoldsUpNobodyElse() {
        audience.with(1, 35, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(failing(ProblemCode.UNAVAILABLE));
        }

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(destination.people).hasSize(25);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.code()).isEqualTo("UNAVAILABLE");
                    assertThat(group.count()).isEqualTo(10);
                });
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void destinationThatIsDownIsVisitedAgainAndAgainUntilTheDeadline() {
        audience.with(1, 35, "Ulm");
        for (int i = 0; i < 100_000; i++) {
            destination.faults.add(failing(ProblemCode.UNAVAILABLE));
        }
        var started = clock.instant();

        var run = run();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(engine.status(SYNC).orElseThrow().failingSince()).isPresent();
        while (run.state() == RunState.QUEUED) {
            clock.advance(Duration.ofMinutes(31));
            run = engine.execute(run.id());
        }

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem().orElseThrow().code()).isEqualTo("UNAVAILABLE");
        assertThat(Duration.between(started, clock.instant())).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        destination.faults.clear();
        engine.resume(SYNC);
        clock.advance(Duration.ofMinutes(10));
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.status(SYNC).orElseThrow().failingSince()).isEmpty();
    }

    @Test
    void lockedRowsAreTriedAgainWithoutTheOthers() {
        audience.with(1, 5, "Ulm");
        destination.lockedTimes.put(2, 2);

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.profilesReceived()).containsExactly(1, 2, 3, 4, 5, 2, 2);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void throttlingOfRowsIsWaitingAndCostsNoAttemptEither() {
        audience.with(1, 3, "Ulm");
        Outcome busy = new Outcome.Retry(Problem.of(ProblemCode.RATE_LIMITED, "busy"), Duration.ofSeconds(30));
        int times = 2 * DeliveryPolicy.STANDARD.attempts();
        for (int i = 0; i < times; i++) {
            destination.faults.add((batch, fake) -> new BatchResult.Done(Collections.nCopies(batch.size(), busy)));
        }

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.counts().requests()).isEqualTo(times + 1);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void rowThatStaysLockedIsOnRecordAndDueWithTheNextRun() {
        audience.with(1, 5, "Ulm");
        destination.lockedTimes.put(2, 8);

        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(engine.workbench().members(SYNC, 0, 10, Sight.MASKED))
                .singleElement()
                .satisfies(member -> {
                    assertThat(member.code()).isEqualTo("ROW_LOCKED");
                    assertThat(member.due()).isTrue();
                });

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }
}

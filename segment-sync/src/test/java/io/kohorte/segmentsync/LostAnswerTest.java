// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static io.kohorte.segmentsync.FakeDestination.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may have arrived, although nobody said so. */
class LostAnswerTest extends DeliveryFixture {

    @Test
    void lostAnswerOfAnIdempotentConnectorIsSentAgainUnderTheSameKey() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.losingTheAnswer());

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received)
                .hasSize(2)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
    }

    @Test
    void answerThatIsLostEveryTimeIsUnclearAndGoesOutAgainUnderItsKeyWithTheNextRun() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(FakeDestination.losingTheAnswer());
        }
        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo("MAYBE_APPLIED"));

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);

        assertThat(destination.received)
                .hasSize(7)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void unclearMemberWhoLeavesIsRemovedSinceHeMayBeThere() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(FakeDestination.losingTheAnswer());
        }
        run();
        audience.without(1, 3);

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void lostAnswerOfAConnectorThatIsNotIdempotentIsNeverSentTwiceUnknowingly() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 15, "Ulm");
        destination.faults.add(FakeDestination.losingTheAnswer());

        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(run().counts().requests()).isZero();
        audience.with(1, 15, "Köln");
        run();
        assertThat(destination.profilesReceived().stream().filter(profile -> profile == 1))
                .hasSize(1);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.code()).isEqualTo("MAYBE_APPLIED");
                    assertThat(group.count()).isEqualTo(10);
                });

        engine.workbench().retry(SYNC, Optional.empty(), Optional.empty());
        run();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void aBatchThatOutlivedItsProcessIsSettledOnceAndForAllWhereSendingAgainMayDoHarm() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            throw new AssertionError("the process is gone");
        });
        assertThatThrownBy(this::run).isInstanceOf(AssertionError.class);
        sleep(Duration.ofMinutes(5));

        run();
        assertThat(destination.received).hasSize(1);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.count()).isEqualTo(5));

        engine.workbench().retry(SYNC, Optional.empty(), Optional.empty());
        run();
        assertThat(destination.received).hasSize(2);
        run();
        assertThat(destination.received).hasSize(2);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_RESPONSE", "CONTRACT_BROKEN", "UNEXPECTED"})
    void defectPausesWithAnIncidentAndWhatMayHaveArrivedIsSettledLater(ProblemCode code) {
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            return failing(code).on(batch, fake);
        });

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem().orElseThrow().incident()).isNotEmpty();
        audience.without(1, 1);
        engine.resume(SYNC);
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    /** Found in the contract of idempotent connectors: their time-out may be a lost answer as well as a lost request. */
    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "UNAVAILABLE"})
    void whoArrivedBehindTransientProblemsIsRemovedOnLeaving(ProblemCode code) {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(applyingBut(code));
        }
        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo(code.name()));
        audience.without(1, 3);

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void nobodyIsThoughtToHaveArrivedWhereTheRequestNeverLeft() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(failing(ProblemCode.CONNECTION));
        }

        run();

        assertThat(engine.acknowledged(SYNC).isEmpty()).isTrue();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo("CONNECTION"));
    }

    @Test
    void whoArrivedBehindATimeOutIsRemovedAlthoughTheRunWasCancelledBeforeTheNextAttempt() {
        audience.with(1, 5, "Ulm");
        var id = engine.queue(SYNC, Run.MANUAL, Removals.ASK);
        destination.faults.add((batch, fake) -> {
            engine.cancel(id);
            return applyingBut(ProblemCode.TIMEOUT).on(batch, fake);
        });
        assertThat(engine.execute(id).state()).isEqualTo(RunState.CANCELLED);
        audience.without(1, 3);

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    /** A batch may need several requests; when a later one fails, its rows come back each with the problem. */
    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "MAYBE_APPLIED", "BAD_RESPONSE"})
    void rowThatArrivedBehindAProblemOfItsOwnIsRemovedOnLeaving(ProblemCode code) {
        audience.with(1, 5, "Ulm");
        var id = engine.queue(SYNC, Run.MANUAL, Removals.ASK);
        destination.faults.add((batch, fake) -> {
            engine.cancel(id);
            return admittingTheFirstOnly(code).on(batch, fake);
        });
        engine.execute(id);
        audience.without(2, 5);
        engine.resume(SYNC);

        run(); // cancelled, at last
        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void rowInDoubtOfAConnectorThatIsNotIdempotentIsNeverSentTwiceUnknowingly() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 5, "Ulm");
        destination.faults.add(admittingTheFirstOnly(ProblemCode.BAD_RESPONSE));

        var run = run();
        engine.resume(SYNC);
        engine.execute(run.id());

        assertThat(destination.profilesReceived()).doesNotHaveDuplicates();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.code()).isEqualTo("MAYBE_APPLIED");
                    assertThat(group.count()).isEqualTo(4);
                });
    }

    private static FakeDestination.Fault applyingBut(ProblemCode code) {
        return (batch, fake) -> {
            fake.apply(batch);
            return failing(code).on(batch, fake);
        };
    }

    /** All rows are applied; the first says so, the others come back with a problem. */
    private static FakeDestination.Fault admittingTheFirstOnly(ProblemCode code) {
        return (batch, fake) -> {
            fake.apply(batch);
            var outcomes = new ArrayList<Outcome>(Collections.nCopies(
                    batch.size(), new Outcome.Retry(Problem.of(code, "as the test wants it"), Duration.ZERO)));
            outcomes.set(0, new Outcome.Accepted(""));
            return new BatchResult.Done(outcomes);
        };
    }
}

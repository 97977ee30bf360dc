// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static io.kohorte.segmentsync.FakeDestination.failing;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Problems that people have to solve: the sync stands still and keeps its difference. */
class EscalationTest extends DeliveryFixture {

    @ParameterizedTest
    @EnumSource(names = {"INVALID_SETTING", "NOT_PERMITTED", "LIMIT_REACHED", "VERSION_RETIRED"})
    void configurationProblemPausesTheSyncAndKeepsTheDifference(ProblemCode code) {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add(failing(code));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(code.name()));
        assertThat(destination.received).hasSize(2);
        assertThat(engine.queue(SYNC, "schedule", Removals.ASK)).isEqualTo(run.id());
        assertThat(engine.due()).isEmpty();
        engine.resume(SYNC);
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void audienceThatIsGoneIsFilledFromScratchAfterResuming() {
        audience.with(1, 5, "Ulm");
        run();
        audience.with(6, 6, "Ulm");
        destination.faults.add(failing(ProblemCode.AUDIENCE_GONE));
        var run = run();
        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        destination.people.clear();

        engine.resume(SYNC);
        engine.execute(run.id());

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void credentialsRefusedOnceAreRefreshedOnce() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(failing(ProblemCode.CREDENTIALS_EXPIRED));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.opened).isEqualTo(2);
        assertThat(destination.closed).isEqualTo(2);
    }

    @Test
    void credentialsRefusedForEverPauseEverySyncOfTheAccount() {
        var other = new SyncId(8);
        engine.execute(engine.queue(other, Run.MANUAL, Removals.ASK));
        audience.with(1, 5, "Ulm");
        destination.faults.add(failing(ProblemCode.CREDENTIALS_REJECTED));
        destination.faults.add(failing(ProblemCode.CREDENTIALS_REJECTED));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(destination.received).hasSize(2);
        assertThat(engine.status(other).orElseThrow().paused()).isPresent();
        var waiting = engine.queue(other, "schedule", Removals.ASK);
        assertThat(engine.execute(waiting).state()).isEqualTo(RunState.PAUSED);

        engine.resumeAccount("fake-account");

        assertThat(engine.due()).containsExactlyInAnyOrder(run.id(), waiting);
        engine.due().forEach(engine::execute);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void connectorThatThrowsAnythingElseIsADefect() {
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            throw new IllegalStateException("person1@example.com");
        });

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem().orElseThrow().code()).isEqualTo("UNEXPECTED");
        assertThat(run.problem().orElseThrow().message()).doesNotContain("person1");
    }

    @Test
    void connectorThatAnswersTooFewOutcomesBreaksItsContract() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.answering(new BatchResult.Done(List.of(new Outcome.Accepted("")))));

        var run = run();

        assertThat(run.problem().orElseThrow().code()).isEqualTo("CONTRACT_BROKEN");
        assertThat(engine.acknowledged(SYNC).isEmpty()).isTrue();
    }

    @Test
    void sourceThatFailsLeavesTheRunWaitingWithAnIncident() {
        audience.with(1, 25, "Ulm");
        audience.guard = null;

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.problem().orElseThrow().incident()).isNotEmpty();
        audience.guard = GuardLimits.STANDARD;
        clock.advance(Duration.ofMinutes(2));
        assertThat(engine.due()).containsExactly(run.id());
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
    }
}

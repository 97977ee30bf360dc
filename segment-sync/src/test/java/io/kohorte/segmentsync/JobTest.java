// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTest extends DeliveryFixture {

    private static final JobTicket TICKET = new JobTicket("job-1", 5, Map.of("file", "x.csv"));

    private void answerWithJob(Duration lookAgain) {
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            return new BatchResult.Pending(TICKET, lookAgain);
        });
    }

    private static BatchResult accepted(int rows) {
        return new BatchResult.Done(Collections.nCopies(rows, new Outcome.Accepted("")));
    }

    @Test
    void jobIsPolledUntilEveryRowHasItsOutcome() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofSeconds(30));
        destination.polls.add(new BatchResult.Pending(TICKET, Duration.ofSeconds(30)));
        destination.polls.add(new BatchResult.Done(List.of(
                new Outcome.Accepted(""),
                new Outcome.Accepted(""),
                new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "no")),
                new Outcome.Accepted(""),
                new Outcome.Accepted(""))));

        var run = run();

        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(4, 1));
        assertThat(run.counts().requests()).isEqualTo(3);
        assertThat(engine.workbench().members(SYNC, 0, 9, Sight.MASKED))
                .extracting(RejectedMember::profile)
                .containsExactly(3);
        assertThat(run().counts().requests()).isZero();
    }

    @Test
    void longJobGivesTheThreadBackAndSurvivesARestart() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofMinutes(10));
        var run = run();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(engine.status(SYNC).orElseThrow().jobs()).isEqualTo(1);
        destination.polls.add(accepted(5));
        clock.advance(Duration.ofMinutes(11));

        try (var restarted = new DeliveryEngine(
                TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            assertThat(restarted.due()).containsExactly(run.id());
            assertThat(restarted.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        }

        assertThat(destination.received).hasSize(1);
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(5);
    }

    @Test
    void membersInAJobAreNotSentAgainWhileItGoesOn() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofMinutes(10));
        var run = run();
        audience.with(6, 6, "Ulm");
        audience.cities.put(1, "Köln");
        clock.advance(Duration.ofMinutes(11));
        destination.polls.add(accepted(5));

        engine.execute(run.id());

        assertThat(destination.profilesReceived()).containsExactly(1, 2, 3, 4, 5, 6);
        run();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void jobThatDisappearsIsSentAgainByAnIdempotentConnector() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofSeconds(1));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received).hasSize(2);
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(5);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void jobThatDisappearsIsLeftToAPersonWhenTheConnectorIsNotIdempotent() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofSeconds(1));

        run();

        assertThat(destination.received).hasSize(1);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo("MAYBE_APPLIED"));
    }

    /** To some vendors a job that is gone and an audience that is gone are both a 404. */
    @Test
    void jobThatIsGoneLikeAnAudienceIsLostAndTheAudienceIsAskedFor() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofSeconds(1));
        destination.pollFaults.add(FakeDestination.failing(ProblemCode.AUDIENCE_GONE));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received).hasSize(2);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void jobOfWhichNonsenseIsAnsweredPausesTheSyncAndIsGivenUpAfterItsDeadline() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofSeconds(1));
        for (int i = 0; i < 2; i++) {
            destination.pollFaults.add(FakeDestination.failing(ProblemCode.BAD_RESPONSE));
        }
        assertThat(run().state()).isEqualTo(RunState.PAUSED);

        clock.advance(Duration.ofDays(3));
        engine.resume(SYNC);
        run();

        assertThat(destination.received).hasSize(1);
        assertThat(engine.status(SYNC).orElseThrow().jobs()).isZero();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo("MAYBE_APPLIED"));
    }

    @Test
    void jobThatNeverEndsIsGivenUpAfterItsDeadline() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            destination.polls.add(new BatchResult.Pending(TICKET, Duration.ofHours(1)));
        }
        var run = run();
        for (int hour = 0; hour < 60 && run.state() == RunState.QUEUED; hour++) {
            clock.advance(Duration.ofMinutes(61));
            run = engine.execute(run.id());
        }

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received).hasSize(2);
        assertThat(engine.status(SYNC).orElseThrow().jobs()).isZero();
    }

    @Test
    void pollThatFailsForAWhileIsRepeated() {
        audience.with(1, 5, "Ulm");
        answerWithJob(Duration.ofSeconds(1));
        var failures = new int[] {3};
        var flaky = new FakeDestination() {
            @Override
            public BatchResult poll(JobTicket ticket) {
                if (failures[0]-- > 0) {
                    throw new io.kohorte.spi.ConnectorException(Problem.of(ProblemCode.UNAVAILABLE, "down"));
                }
                return accepted(5);
            }
        };
        flaky.faults.addAll(destination.faults);
        var people = new FakeAudience(flaky).with(1, 5, "Ulm");
        try (var other =
                new DeliveryEngine(TestDatabase.empty(), people, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            var run = other.execute(other.queue(SYNC, Run.MANUAL, Removals.ASK));

            assertThat(run.state()).isEqualTo(RunState.COMPLETED);
            assertThat(flaky.received).hasSize(1);
        }
    }
}

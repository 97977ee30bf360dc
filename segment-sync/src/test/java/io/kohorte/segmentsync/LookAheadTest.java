// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static io.kohorte.segmentsync.FakeDestination.failing;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While a batch is out the next one is put together; what becomes untrue meanwhile does not go out. */
class LookAheadTest extends DeliveryFixture {

    @Test
    void nextBatchIsReadWhileOneIsOut() {
        var secondIsRead = new CountDownLatch(1);
        audience.whenRead = profiles -> {
            if (profiles.contains(11)) {
                secondIsRead.countDown();
            }
        };
        audience.with(1, 20, "Ulm");
        destination.faults.add((batch, fake) -> {
            assertThat(comesSoon(secondIsRead)).isTrue();
            return fake.take(batch);
        });
        try (var threaded = new DeliveryEngine(
                TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            threaded.execute(threaded.queue(SYNC, Run.MANUAL, Removals.ASK));
        }

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void nextBatchIsOnRecordWhileOneIsOutAndNoOther() {
        audience.with(1, 50, "Ulm");
        destination.faults.add((batch, fake) -> {
            assertThat(batchesOnRecord()).isEqualTo(2);
            return fake.take(batch);
        });

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(batchesOnRecord()).isZero();
    }

    /** Such a batch would have to be looked up by a person after a crash, although it never went out. */
    @Test
    void nothingIsPutOnRecordAheadForAConnectorThatIsNotIdempotent() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 50, "Ulm");
        destination.faults.add((batch, fake) -> {
            assertThat(batchesOnRecord()).isEqualTo(1);
            return fake.take(batch);
        });

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_CONSENT", "SUPPRESSED"})
    void whoWithdrawsWhileABatchIsOutForLongerThanASecondIsNotInTheNext(SkipReason reason) {
        audience.with(1, 20, "Ulm");
        destination.faults.add((batch, fake) -> {
            audience.skippedAtSendTime.put(12, reason);
            clock.advance(Duration.ofMillis(1001));
            return fake.take(batch);
        });

        var run = run();

        assertThat(destination.profilesReceived()).hasSize(19).doesNotContain(12);
        assertThat(run.counts().skipped()).isEqualTo(1);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.code()).isEqualTo(reason.name()));
        assertThat(batchesOnRecord()).isZero();
    }

    /** The price of looking ahead, and its limit: a second, and then the next run. */
    @Test
    void whoWithdrawsWithinTheSecondIsSentOnceMoreAndRemovedByTheNextRun() {
        audience.with(1, 20, "Ulm");
        destination.faults.add((batch, fake) -> {
            audience.without(12, 12);
            clock.advance(Duration.ofMillis(999));
            return fake.take(batch);
        });
        run();
        assertThat(destination.people).containsKey(12);

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void batchThatHadToWaitIsReadAgainAndGoesOutWithoutWhoWithdrewMeanwhile() {
        audience.with(1, 10, "Ulm");
        destination.faults.add((batch, fake) -> {
            audience.skippedAtSendTime.put(3, SkipReason.NO_CONSENT);
            return failing(ProblemCode.RATE_LIMITED, Duration.ofSeconds(30)).on(batch, fake);
        });

        run();

        assertThat(destination.people).hasSize(9).doesNotContainKey(3);
        assertThat(destination.received).extracting(Batch::key).doesNotHaveDuplicates();
    }

    @Test
    void doubtAboutABatchOutlivesItsDissolution() {
        audience.with(1, 10, "Ulm");
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            audience.without(3, 3);
            audience.skippedAtSendTime.put(3, SkipReason.NO_CONSENT);
            return failing(ProblemCode.TIMEOUT, Duration.ofSeconds(5)).on(batch, fake);
        });
        run();
        assertThat(destination.people).containsKey(3);
        audience.skippedAtSendTime.clear();

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.status(SYNC).orElseThrow().unclear()).isZero();
    }

    @Test
    void batchPutOnRecordAheadDoesNotLeaveAfterAPauseAndLeavesNoDoubt() {
        audience.with(1, 50, "Ulm");
        destination.faults.add((batch, fake) -> {
            engine.pause(SYNC);
            return fake.take(batch);
        });

        assertThat(run().state()).isEqualTo(RunState.PAUSED);

        assertThat(destination.received).hasSize(1);
        assertThat(batchesOnRecord()).isZero();
        assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(10);
    }

    @Test
    void failureToReadTheNextBatchDoesNotLoseTheAnswerToTheOneThatIsOut() {
        audience.with(1, 20, "Ulm");
        audience.whenRead = profiles -> {
            if (profiles.contains(11)) {
                throw new IllegalStateException("the rows cannot be read");
            }
        };

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.problem().orElseThrow().incident()).isNotEmpty();
        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(10, 0));
    }

    private static long batchesOnRecord() {
        return TestDatabase.number("select count(*) from delivery_batch");
    }

    private static boolean comesSoon(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

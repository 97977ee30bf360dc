// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static io.kohorte.segmentsync.FakeDestination.failing;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Limits;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes, two syncs, one account. */
class AccountsTest extends DeliveryFixture {

    private static final SyncId OTHER_SYNC = new SyncId(8);

    private final DeliveryEngine other = new DeliveryEngine(
            TestDatabase.dataSource(), audience, DeliveryPolicy.STANDARD, clock, clock.waiter(), Runnable::run);

    @AfterEach
    void closeOther() {
        other.close();
    }

    @Test
    void accountBelongsToOneProcessAtATime() {
        audience.with(1, 20, "Ulm");
        var second = engine.queue(OTHER_SYNC, "schedule", Removals.ASK);
        destination.faults.add((batch, fake) -> {
            assertThat(other.execute(second).state()).isEqualTo(RunState.QUEUED);
            assertThat(destination.received).hasSize(1);
            assertThat(other.due()).isEmpty();
            assertThat(engine.due()).containsExactly(second);
            return fake.take(batch);
        });

        run();

        assertThat(other.due()).containsExactly(second);
        assertThat(other.execute(second).state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void accountIsFreeOnlyWhenItsLastRunIsOver() {
        audience.with(1, 20, "Ulm");
        var second = engine.queue(OTHER_SYNC, "schedule", Removals.ASK);
        destination.faults.add((batch, fake) -> {
            assertThat(engine.execute(second).state()).isEqualTo(RunState.COMPLETED);
            var third = engine.queue(OTHER_SYNC, "schedule", Removals.ASK);
            assertThat(other.execute(third).state()).isEqualTo(RunState.QUEUED);
            return fake.take(batch);
        });

        run();

        assertThat(other.due()).hasSize(1);
    }

    /** The process sleeps in the middle of a call, and another takes the account over, though not its sync. */
    @Test
    void processThatLostTheAccountMakesNoFurtherCall() {
        audience.with(1, 20, "Ulm");
        var second = engine.queue(OTHER_SYNC, "schedule", Removals.ASK);
        engine.close(); // no heartbeat
        destination.faults.add((batch, fake) -> {
            sleep(Duration.ofSeconds(16));
            assertThat(other.execute(second).state()).isEqualTo(RunState.COMPLETED);
            return fake.take(batch);
        });
        var first = engine.queue(SYNC, "schedule", Removals.ASK);

        assertThat(engine.execute(first).state()).isEqualTo(RunState.QUEUED);

        assertThat(destination.received).hasSize(3); // the sleeper's one, and the other's two
        assertThat(engine.execute(first).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received).hasSize(4);
    }

    @Test
    void circuitThatOpenedInOneProcessIsOpenInAll() {
        audience.with(1, 35, "Ulm");
        for (int i = 0; i < 12; i++) {
            destination.faults.add(failing(ProblemCode.UNAVAILABLE));
        }
        run();
        assertThat(other.status(SYNC).orElseThrow().circuit()).isEqualTo("open");
        int calls = destination.received.size();

        var run = other.execute(other.queue(OTHER_SYNC, "schedule", Removals.ASK));

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(destination.received).hasSize(calls);
        clock.advance(Duration.ofMinutes(31));
        other.due().forEach(other::execute);
        assertThat(other.status(SYNC).orElseThrow().circuit()).isEqualTo("closed");
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void quotaThatOneProcessFoundSpentIsSpentForAll() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(failing(ProblemCode.QUOTA_SPENT, Duration.ofHours(20)));
        run();

        var run = other.execute(other.queue(OTHER_SYNC, "schedule", Removals.ASK));

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(destination.received).hasSize(1);
        clock.advance(Duration.ofHours(20).plusSeconds(1));
        other.due().forEach(other::execute);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    /** As in real time: one change after the other, each in a run of its own, now here and now there. */
    @Test
    void manyShortRunsInARowKeepThePaceOfTheAccount() {
        destination.limits = new Limits(10, 1 << 20, 60, Duration.ofMinutes(1), 4);
        audience.whenRead = profiles -> clock.advance(Duration.ofMillis(300));
        var begin = clock.instant();

        for (int person = 1; person <= 120; person++) {
            audience.with(person, person, "Ulm");
            var node = person % 2 == 0 ? engine : other;
            var run = node.execute(node.queue(SYNC, "membership", Removals.ASK));
            assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        }

        assertThat(destination.received).hasSize(120); // and as often the audience was asked for
        assertThat(Duration.between(begin, clock.instant()))
                .isBetween(Duration.ofSeconds(255), Duration.ofSeconds(265));
    }

    @Test
    void rowSentByHandDoesNotWaitForTheProcessThatHasTheAccount() {
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            assertThat(other.testRow(OTHER_SYNC, 1).result()).isEqualTo("acknowledged");
            return fake.take(batch);
        });

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void forgottenSyncTakesItsAccountWithItUnlessAnotherNeedsIt() {
        audience.with(1, 5, "Ulm");
        run();
        other.execute(other.queue(OTHER_SYNC, "schedule", Removals.ASK));

        engine.forget(SYNC);
        assertThat(accounts()).isEqualTo(1);
        engine.forget(OTHER_SYNC);
        assertThat(accounts()).isZero();
    }

    private static long accounts() {
        return TestDatabase.number("select count(*) from delivery_account");
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final SyncId OTHER = new SyncId(8);

    private final TestClock clock = new TestClock();
    private final Account account = new Account(
            clock, DeliveryPolicy.STANDARD.circuit(), Account.State.WELL, Duration.ofSeconds(15), new NobodyElse());
    private final Limits generous = new Limits(1, 1, 1_000_000, Duration.ofSeconds(1), 1);

    /** A large sync and a small one: the small one's next call is never later than the large one's next but one. */
    @Test
    void syncsOfOneAccountTakeTurns() {
        var slow = new Limits(1, 1, 1, Duration.ofSeconds(10), 1);
        assertThat(account.admission(SYNC, slow)).isZero();
        assertThat(account.admission(SYNC, slow)).isPositive();
        assertThat(account.admission(OTHER, slow)).isPositive();
        clock.advance(Duration.ofSeconds(10));
        assertThat(account.admission(OTHER, slow)).isPositive();
        assertThat(account.admission(SYNC, slow)).isZero();
        clock.advance(Duration.ofSeconds(10));
        assertThat(account.admission(SYNC, slow)).isPositive();
        assertThat(account.admission(OTHER, slow)).isZero();
    }

    @Test
    void syncThatWaitsNoLongerKeepsNobodyWaiting() {
        var slow = new Limits(1, 1, 1, Duration.ofSeconds(10), 1);
        assertThat(account.admission(SYNC, slow)).isZero();
        assertThat(account.admission(SYNC, slow)).isPositive();
        assertThat(account.admission(OTHER, slow)).isPositive();
        clock.advance(Duration.ofSeconds(10));

        account.leave(SYNC);

        assertThat(account.admission(OTHER, slow)).isZero();
    }

    @Test
    void noWindowSeesMoreCallsThanAllowed() {
        var limits = new Limits(1, 1, 20, Duration.ofSeconds(10), 1);
        var calls = new ArrayList<Instant>();
        while (calls.size() < 200) {
            var wait = account.admission(SYNC, limits);
            if (wait.isZero()) {
                calls.add(clock.instant());
            } else {
                clock.advance(wait);
            }
        }

        assertThat(calls).allSatisfy(start -> assertThat(
                        calls.stream().filter(call -> !call.isBefore(start) && call.isBefore(start.plusSeconds(10))))
                .hasSizeLessThanOrEqualTo(20));
        assertThat(Duration.between(calls.get(0), calls.get(199))).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void circuitOpensAfterFailuresInARowAndLetsOneProbeThrough() {
        for (int i = 0; i < 4; i++) {
            account.failed();
        }
        assertThat(account.circuit()).isEqualTo("closed");
        account.failed();

        assertThat(account.circuit()).isEqualTo("open");
        assertThat(account.admission(SYNC, generous)).isEqualTo(Duration.ofSeconds(20));
        clock.advance(Duration.ofSeconds(20));
        assertThat(account.circuit()).isEqualTo("half-open");
        assertThat(account.admission(SYNC, generous)).isZero();
        assertThat(account.admission(SYNC, generous)).isPositive();
        account.succeeded();
        assertThat(account.circuit()).isEqualTo("closed");
        assertThat(account.admission(SYNC, generous)).isZero();
    }

    @Test
    void everyFailedProbeDoublesThePauseUpToALimit() {
        for (int i = 0; i < 5; i++) {
            account.failed();
        }
        account.failed();
        assertThat(account.admission(SYNC, generous)).isEqualTo(Duration.ofSeconds(40));
        for (int i = 0; i < 50; i++) {
            account.failed();
        }
        assertThat(account.admission(SYNC, generous)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void throttlingHoldsEverybodyOfTheAccount() {
        account.throttled(clock.instant().plusSeconds(30));
        account.throttled(clock.instant().plusSeconds(10));

        assertThat(account.admission(SYNC, generous)).isEqualTo(Duration.ofSeconds(30));
        assertThat(account.circuit()).isEqualTo("closed");
    }

    @Property
    void backOffNeverExceedsItsCapNorItsCeiling(
            @ForAll @IntRange(min = 1, max = 200) int attempt, @ForAll @LongRange long seed) {
        var delay = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)).delay(attempt, new Random(seed));

        assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(delay.toMillis()).isLessThanOrEqualTo(500L << Math.min(attempt - 1, 20));
    }

    private static final class NobodyElse implements Account.Register {

        @Override
        public void note(Account.State state) {
            // nobody reads it
        }

        @Override
        public boolean prolong() {
            return true;
        }
    }
}

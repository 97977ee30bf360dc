// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How far an audience is behind what is wanted. */
class FiguresTest extends DeliveryFixture {

    @Test
    void nothingIsBehindOnceARunIsDone() {
        audience.with(1, 25, "Ulm");
        run();

        assertThat(figures().lag()).isZero();
        assertThat(figures().lagSince()).isEmpty();
        assertThat(figures().acknowledged()).isEqualTo(25);
    }

    @Test
    void whileADestinationIsDownTheAudienceIsBehindSinceTheRunWasAskedFor() {
        audience.with(1, 25, "Ulm");
        var askedAt = clock.instant();
        for (int call = 0; call < 20; call++) {
            destination.faults.add(FakeDestination.failing(ProblemCode.UNAVAILABLE));
        }
        run();
        clock.advance(Duration.ofHours(2));

        assertThat(figures().lag())
                .as("those set aside count once their run is over")
                .isEqualTo(15);
        assertThat(figures().lagSince()).contains(askedAt);
    }

    @Test
    void rowsToBeTriedAgainAreBehindAlthoughTheirRunIsOver() {
        audience.with(1, 10, "Ulm");
        destination.lockedTimes.put(4, 100);
        run();

        assertThat(engine.runs(SYNC, 1).get(0).state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(figures().lag()).isEqualTo(1);
        assertThat(figures().lagSince()).isPresent();
    }

    @Test
    void whoIsRefusedForGoodIsNotBehindButRefused() {
        audience.with(1, 10, "Ulm");
        destination.refusing.put(4, Problem.of(ProblemCode.IDENTIFIER_INVALID, "no address"));
        run();

        assertThat(figures().lag()).isZero();
        assertThat(figures().lagSince()).isEmpty();
        assertThat(figures().rejected()).isEqualTo(1);
    }

    @Test
    void whatTheGuardHoldsBackIsBehind() {
        audience.with(1, 400, "Ulm");
        run();
        audience.without(1, 300);

        var stopped = run();

        assertThat(stopped.guard()).isPresent();
        assertThat(figures().lag()).isEqualTo(300);
        assertThat(figures().lagSince()).contains(stopped.queuedAt());
    }

    private SyncStatus figures() {
        return engine.status(SYNC).orElseThrow();
    }
}

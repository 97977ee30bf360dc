// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest extends DeliveryFixture {

    @Test
    void removalsBeyondShareAndNumberStopTheRunBeforeAnythingIsSent() {
        audience.with(1, 1000, "Ulm");
        run();
        destination.received.clear();
        audience.without(1, 201);
        audience.with(2000, 2010, "Ulm");

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.guard())
                .contains(new GuardStop(
                        GuardStop.Reason.REMOVALS_EXCEED_LIMIT,
                        1000,
                        201,
                        810,
                        "201 of 1000 members would be removed"));
        assertThat(destination.received).isEmpty();
    }

    @Test
    void confirmedRemovalsGoThroughOnce() {
        audience.with(1, 1000, "Ulm");
        run();
        audience.without(1, 500);
        var stopped = run();

        var confirmed = runConfirmed();

        assertThat(confirmed.id()).isEqualTo(stopped.id());
        assertThat(confirmed.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        audience.without(1, 900);
        assertThat(run().state()).isEqualTo(RunState.PAUSED);
    }

    @Test
    void sourceThatRecoversNeedsNoConfirmation() {
        audience.with(1, 1000, "Ulm");
        run();
        audience.without(1, 500);
        run();
        audience.with(1, 500, "Ulm");

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.guard()).isEmpty();
        assertThat(run.counts().requests()).isEqualTo(0);
    }

    @Test
    void smallAudiencesMayChangeFreely() {
        audience.with(1, 120, "Ulm");
        run();
        audience.without(1, 100);

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void exactlyAFifthIsStillAllowed() {
        audience.with(1, 1000, "Ulm");
        run();
        audience.without(1, 200);

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void emptySourceNeverEmptiesAnAudienceHoweverSmall() {
        audience.with(1, 3, "Ulm");
        run();
        audience.without(1, 3);

        var run = run();

        assertThat(run.guard().orElseThrow().reason()).isEqualTo(GuardStop.Reason.NOBODY_WANTED);
        assertThat(destination.people).hasSize(3);
        assertThat(runConfirmed().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEmpty();
    }

    @Test
    void sourceInDoubtStopsTheRun() {
        audience.with(1, 3, "Ulm");
        audience.doubt = Optional.of("The last import failed.");

        var run = run();

        assertThat(run.guard().orElseThrow().reason()).isEqualTo(GuardStop.Reason.SOURCE_IN_DOUBT);
        assertThat(run.problem().orElseThrow().message()).isEqualTo("The last import failed.");
        assertThat(destination.received).isEmpty();
    }

    @Test
    void cancellingAStoppedRunLetsTheNextOneCompareAnew() {
        audience.with(1, 3, "Ulm");
        run();
        audience.without(1, 3);
        engine.cancel(run().id());
        audience.with(1, 3, "Ulm");

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(engine.runs(SYNC, 10)).extracting(Run::state).contains(RunState.CANCELLED);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A destination that is told everybody, ten at a time, whenever somebody differs. */
abstract class SnapshotFixture extends DeliveryFixture {

    @BeforeEach
    void everybodyIsTold() {
        audience.told = SyncPlan.Told.EVERYBODY;
    }

    final List<Snapshot> parts() {
        return destination.received.stream()
                .map(Batch::snapshot)
                .map(Optional::orElseThrow)
                .toList();
    }

    final void thenTheSetsAreEqual() {
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.acknowledged(SYNC).toArray())
                .containsExactly(audience.cities.keySet().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    final void thirtyFiveAreThere() {
        audience.with(1, 35, "Ulm");
        run();
        destination.received.clear();
    }

    final void aSnapshotStandsStillAfterItsFirstPart() {
        audience.with(1, 12, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        for (int i = 0; i < DeliveryPolicy.STANDARD.attempts(); i++) {
            destination.faults.add(FakeDestination.failing(ProblemCode.CONNECTION));
        }
        assertThat(run().state()).isEqualTo(RunState.QUEUED);
        destination.received.clear();
    }

    final void finish() {
        for (var due = engine.due(); !due.isEmpty(); due = engine.due()) {
            engine.execute(due.get(0));
        }
        clock.advance(Duration.ofHours(1));
        for (var due = engine.due(); !due.isEmpty(); due = engine.due()) {
            engine.execute(due.get(0));
            clock.advance(Duration.ofHours(1));
        }
    }
}

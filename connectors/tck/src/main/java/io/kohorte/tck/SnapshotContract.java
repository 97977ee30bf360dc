// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Capability;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everybody at once, part by part. Nobody asks a connector that does not claim it: the application refuses such a sync. */
public interface SnapshotContract extends ConnectorUnderTest {

    @Test
    default void takes_a_snapshot_part_by_part(FakeVendor vendor) {
        if (!claims(Capability.FULL_REPLACE)) {
            return;
        }
        try (var trial = Trial.open(this, vendor)) {
            assertTaken(trial, part(0, false, 0, 1));
            assertTaken(trial, part(1, true, 2));
        }
    }

    @Test
    default void empties_an_audience_by_a_snapshot_of_nobody(FakeVendor vendor) {
        if (!claims(Capability.FULL_REPLACE)) {
            return;
        }
        try (var trial = Trial.open(this, vendor)) {
            assertTaken(trial, part(0, true));
        }
    }

    @Test
    default void ends_a_snapshot_with_a_part_of_nobody(FakeVendor vendor) {
        if (!claims(Capability.FULL_REPLACE)) {
            return;
        }
        try (var trial = Trial.open(this, vendor)) {
            assertTaken(trial, part(0, false, 0, 1));
            assertTaken(trial, part(1, true));
        }
    }

    @Test
    default void ends_a_snapshot_with_its_last_part(FakeVendor vendor) {
        if (!claims(Capability.FULL_REPLACE)) {
            return;
        }
        try (var trial = Trial.open(this, vendor)) {
            assertThat(trial.preview(part(1, true, 0)).requests())
                    .as("the last part is sent in another way than one in the middle")
                    .isNotEqualTo(trial.preview(part(1, false, 0)).requests());
        }
    }

    private void assertTaken(Trial trial, Batch part) {
        var attempt = trial.write(part);
        assertThat(trial.vendor.requests()).as("the vendor was told").isNotEmpty();
        assertThat(trial.vendor.changes()).hasSameSizeAs(attempt.preview().requests());
        if (!claims(Capability.COUNTS_ONLY)) {
            assertThat(attempt.outcomes()).hasSize(part.size()).allMatch(Outcome.Accepted.class::isInstance);
        }
    }

    private Batch part(int number, boolean last, int... people) {
        List<MemberChange> changes = IntStream.of(people)
                .mapToObj(person -> change(MemberChange.Kind.ADD, person))
                .toList();
        var asOf = Surroundings.START.minusSeconds(60);
        return new Batch(
                "batch-" + number, asOf, changes, Optional.of(new Snapshot("snapshot-17", asOf, number, last)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static io.kohorte.tck.Verdict.ACCEPTED;
import static io.kohorte.tck.Verdict.REJECTED;
import static io.kohorte.tck.Verdict.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every row has its own outcome, at its own place. */
public interface OutcomeContract extends ConnectorUnderTest {

    @Test
    default void accepts_all_that_the_vendor_accepts(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            assertOutcomes(trial, Collections.nCopies(3, ACCEPTED));
        }
    }

    @Test
    default void tells_accepted_rejected_and_postponed_rows_apart(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            assertOutcomes(trial, List.of(ACCEPTED, REJECTED, ACCEPTED, RETRY, REJECTED));
            assertOutcomes(trial, List.of(REJECTED, RETRY, ACCEPTED, REJECTED, ACCEPTED));
            assertOutcomes(trial, List.of(REJECTED, REJECTED, REJECTED, REJECTED, REJECTED));
        }
    }

    @Test
    default void keeps_the_order_of_a_full_batch(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var verdicts = new ArrayList<Verdict>();
            for (var row = 0; row < Math.min(150, trial.destination.limits().rowsPerBatch()); row++) {
                verdicts.add(row % 7 == 3 ? REJECTED : ACCEPTED);
            }
            assertOutcomes(trial, verdicts);
        }
    }

    @Test
    default void a_success_that_names_no_row_is_no_success_unless_the_vendor_works_that_way(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var attempt = trial.write(trial.batch(3), WireFault.EMPTY_SUCCESS);
            if (emptyAnswerAccepts()) {
                assertThat(attempt.outcomes()).hasSize(3).allMatch(Outcome.Accepted.class::isInstance);
                assertThat(vendor.requests()).hasSameSizeAs(attempt.preview().requests());
                vendor.saw(WireFault.EMPTY_SUCCESS, List.of("ACCEPTED"));
            } else {
                assertThat(attempt.kindsOfFirstRequest()).containsOnly(ProblemCode.Kind.BUG);
                assertThat(vendor.requests()).hasSize(1);
                vendor.saw(WireFault.EMPTY_SUCCESS, List.of(ProblemCode.Kind.BUG.name()));
            }
        }
    }

    /** Syncs of one account run at the same time. */
    @Test
    default void is_written_by_several_threads_at_once(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var batch = trial.batch(1);
            var audience = trial.audience();
            var shown = trial.destination.audiences().preview(audience, batch).requests();
            vendor.expect(
                    Collections.nCopies(40, shown).stream()
                            .flatMap(List::stream)
                            .toList(),
                    Trial.rows(batch, List.of(ACCEPTED)));

            var results = Together.times(
                    40, () -> trial.settled(trial.destination.audiences().write(audience, batch)));

            assertThat(results).hasSize(40).containsOnly(results.get(0));
            assertThat(results.get(0)).isNotInstanceOf(BatchResult.Pending.class);
            assertThat(vendor.changes()).hasSize(40 * shown.size());
        }
    }

    private void assertOutcomes(Trial trial, List<Verdict> verdicts) {
        var attempt = trial.write(trial.batch(verdicts.size()), verdicts);
        if (claims(Capability.COUNTS_ONLY)) {
            var refused =
                    verdicts.stream().filter(verdict -> verdict != ACCEPTED).count();
            assertThat(attempt)
                    .isEqualTo(new Attempt.Answered(
                            attempt.preview(), new BatchResult.Counted(verdicts.size() - refused, refused)));
        } else if (claims(Capability.PER_RECORD_STATUS)) {
            assertThat(attempt.outcomes().stream().map(OutcomeContract::verdict).toList())
                    .as("one outcome per row, in batch order")
                    .isEqualTo(verdicts);
        } else {
            assertThat(attempt.outcomes()).hasSameSizeAs(verdicts);
        }
    }

    private static Verdict verdict(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return ACCEPTED;
        }
        return outcome instanceof Outcome.Retry ? RETRY : REJECTED;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.batch.RowRanges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TicketsTest {

    @Test
    void every_outcome_survives_a_restart() {
        var problem = new Problem(ProblemCode.FIELD_INVALID, "Klaviyo refused the value of zip.", "zip", "invalid");
        var progress = new Progress(6, 2);
        progress.settle(0, new Outcome.Accepted("01A"));
        progress.settle(1, new Outcome.Rejected(problem));
        progress.settle(2, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        progress.settle(3, new Outcome.Retry(problem, Duration.ofSeconds(7)));
        progress.started(new ImportJob("j", List.of(5, 4)));

        var again = Tickets.progress(((BatchResult.Pending) progress.result()).ticket());

        assertThat(again.outcome(0)).contains(new Outcome.Accepted(""));
        assertThat(again.outcome(1)).contains(new Outcome.Rejected(problem));
        assertThat(again.outcome(2)).contains(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        assertThat(again.outcome(3)).contains(new Outcome.Retry(problem, Duration.ofSeconds(7)));
        assertThat(again.outcome(4)).isEmpty();
        assertThat(again.jobs()).containsExactly(new ImportJob("j", List.of(5, 4)));
        assertThat(again.looks()).isEqualTo(3);
    }

    @Test
    void a_ticket_of_a_full_batch_stays_short() {
        var progress = new Progress(10_000, 0);
        for (var row = 0; row < 5_000; row++) {
            progress.settle(row, new Outcome.Accepted("01H" + row));
        }
        progress.started(new ImportJob("j", RowRanges.of("5000-9999")));
        assertThat(((BatchResult.Pending) progress.result()).ticket().memo().toString())
                .hasSizeLessThan(200);
    }

    @Test
    void a_ticket_that_is_none_of_ours_is_named_as_such() {
        for (var memo : List.of(
                Map.<String, String>of(),
                Map.of("jobs", "[{\"id\":\"j\",\"rows\":\"x\"}]", "settled", "[]"),
                Map.of("jobs", "[]", "settled", "[{\"rows\":\"7\"}]"),
                Map.of("jobs", "[]", "settled", "[{\"rows\":\"0\",\"code\":\"WHAT\"}]"))) {
            assertThatThrownBy(() -> Tickets.progress(new JobTicket("j", 3, memo)))
                    .hasMessageStartingWith("CONTRACT_BROKEN");
        }
    }
}

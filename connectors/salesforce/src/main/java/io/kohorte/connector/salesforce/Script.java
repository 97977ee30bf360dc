// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The steps of one batch. Preview and write walk the same ones. */
final class Script {

    private final Batch batch;
    private final List<Step> steps = new ArrayList<>();
    private final List<Preview.Refusal> refused = new ArrayList<>();

    Script(Batch batch) {
        this.batch = batch;
    }

    void add(Step step) {
        steps.add(step);
    }

    void nothingToSend(int row) {
        refused.add(new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
    }

    void withoutMatchKey(int row, String matchKey) {
        refused.add(new Preview.Refusal(
                row,
                new Outcome.Rejected(
                        Problem.of(ProblemCode.IDENTIFIER_MISSING, "This customer has no identifier of the match key.")
                                .at(matchKey))));
    }

    Preview preview() {
        return new Preview(steps.stream().flatMap(step -> step.shown().stream()).toList(), refused);
    }

    /** When a step fails after an earlier one went through, what is left comes back as {@link Outcome.Retry}. */
    BatchResult write(SalesforceApi api) {
        var outcomes = new Outcome[batch.size()];
        refused.forEach(refusal -> outcomes[refusal.row()] = refusal.outcome());
        for (var i = 0; i < steps.size(); i++) {
            try {
                steps.get(i).run(api, outcomes);
            } catch (ConnectorException failure) {
                if (refusesOneRow(steps.get(i), failure)) {
                    outcomes[steps.get(i).rows().get(0)] = new Outcome.Rejected(alone(failure.problem()));
                    continue;
                }
                if (i == 0) {
                    throw failure;
                }
                var again = new Outcome.Retry(failure.problem(), failure.after());
                steps.subList(i, steps.size()).forEach(step -> step.rows().forEach(row -> outcomes[row] = again));
                break;
            }
        }
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    /** With nothing left to halve, a refused request is about its row. */
    private static boolean refusesOneRow(Step step, ConnectorException failure) {
        return step.rows().size() == 1 && failure.problem().code() == ProblemCode.BATCH_REFUSED;
    }

    private static Problem alone(Problem refusal) {
        return Problem.of(ProblemCode.FIELD_INVALID, "Salesforce refused this record.")
                .vendor(refusal.vendorCode());
    }
}

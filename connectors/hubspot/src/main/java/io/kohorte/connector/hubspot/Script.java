// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import java.util.List;

/** The steps of one batch. Preview and write walk the same ones. */
record Script(Rows rows, List<Step> steps, List<Preview.Refusal> refused) {

    Script {
        steps = List.copyOf(steps);
        refused = List.copyOf(refused);
    }

    Preview preview() {
        return new Preview(steps.stream().map(Step::shown).toList(), refused);
    }

    /** When a step fails after an earlier one went through, what is left comes back as {@link Outcome.Retry}. */
    BatchResult write(HubspotApi api) {
        refused.forEach(refusal -> rows.settle(refusal.row(), refusal.outcome()));
        for (var i = 0; i < steps.size(); i++) {
            try {
                steps.get(i).run(api);
            } catch (ConnectorException failure) {
                if (i == 0) {
                    throw failure;
                }
                var again = new Outcome.Retry(failure.problem(), failure.after());
                steps.subList(i, steps.size()).stream()
                        .flatMap(step -> step.rows().stream())
                        .filter(rows::isOpen)
                        .forEach(row -> rows.settle(row, again));
                break;
            }
        }
        return new BatchResult.Done(rows.outcomes());
    }
}

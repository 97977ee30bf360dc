// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.toolkit.batch.InTurn;
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
        InTurn.send(steps, step -> step.run(api), (step, again) -> step.rows().stream()
                .filter(rows::isOpen)
                .forEach(row -> rows.settle(row, again)));
        return new BatchResult.Done(rows.outcomes());
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the records of its rows first, then changes those that are there.
 *
 * @param lookup finds records by external id
 * @param missing outcome of a row that has no record
 * @param change makes the second request for the records found
 */
record LookupStep(
        Batch batch, Lookup lookup, List<Integer> rows, Outcome missing, Function<List<Found>, HttpCall> change)
        implements Step {

    /** A row and the id of its record. */
    record Found(int row, String id) {

        /** Stands in previews for what only Salesforce knows. */
        static final String UNKNOWN = "{recordId}";
    }

    @Override
    public List<WireRequest> shown() {
        var all = rows.stream().map(row -> new Found(row, Found.UNKNOWN)).toList();
        return List.of(lookup.call(rows).shown(), change.apply(all).shown());
    }

    @Override
    public void run(SalesforceApi api, Outcome[] outcomes) {
        var records = lookup.find(rows);
        var found = new ArrayList<Found>();
        for (var row : rows) {
            var ids = records.of(lookup.key(row));
            switch (ids.size()) {
                case 0 -> outcomes[row] = missing;
                case 1 -> found.add(new Found(row, ids.get(0)));
                default ->
                    outcomes[row] = new Outcome.Rejected(Problem.of(
                            ProblemCode.CONFLICT,
                            "Several records have this external id; Salesforce cannot tell which."));
            }
        }
        if (!found.isEmpty()) {
            var results = SalesforceAudiences.results(api.expect(change.apply(found)), found.size());
            for (var i = 0; i < found.size(); i++) {
                var row = found.get(i).row();
                outcomes[row] =
                        RowErrors.outcome(results.get(i), batch.changes().get(row));
            }
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.function.Predicate;

/**
 * One call to sObject Collections: the records of its rows, in order, and one result for each.
 *
 * @param wantedAlready refusals that mean the wanted state is there already
 */
record CollectionStep(Batch batch, HttpCall call, Predicate<JsonNode> wantedAlready) implements Step {

    @Override
    public List<Integer> rows() {
        return call.rows();
    }

    @Override
    public List<WireRequest> shown() {
        return List.of(call.shown());
    }

    @Override
    public void run(SalesforceApi api, Outcome[] outcomes) {
        var results = SalesforceAudiences.results(api.expect(call), rows().size());
        for (var i = 0; i < results.size(); i++) {
            var row = rows().get(i);
            outcomes[row] = wantedAlready.test(results.get(i))
                    ? new Outcome.Accepted("")
                    : RowErrors.outcome(results.get(i), batch.changes().get(row));
        }
    }
}

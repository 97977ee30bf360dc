// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends one batch: people first, then who of those that went through is in the segment. */
final class Delivery {

    private final CustomerIoApi api;
    private final Batch batch;
    private final Changes changes;
    private final @Nullable Outcome[] outcomes;

    Delivery(CustomerIoApi api, Batch batch, Changes changes) {
        this.api = api;
        this.batch = batch;
        this.changes = changes;
        this.outcomes = new Outcome[batch.size()];
        changes.refused().forEach(refusal -> outcomes[refusal.row()] = refusal.outcome());
    }

    Preview preview() {
        var requests = new ArrayList<WireRequest>();
        changes.people().forEach(call -> requests.add(call.shown()));
        for (var membership : Membership.values()) {
            changes.memberships(membership, row -> true).forEach(call -> requests.add(call.shown()));
        }
        return new Preview(requests, changes.refused());
    }

    /** @throws ConnectorException when nothing went through; else what is left comes back as {@link Outcome.Retry} */
    BatchResult.Done write() {
        var begun = false;
        try {
            for (var call : changes.people()) {
                place(call, BatchAnswer.outcomes(call, api.send(call), batch.changes()::get));
                begun = true;
            }
            for (var membership : Membership.values()) {
                for (var call : changes.memberships(membership, this::went)) {
                    place(call, members(call));
                    begun = true;
                }
            }
        } catch (ConnectorException failure) {
            if (!begun) {
                throw failure;
            }
            postpone(new Outcome.Retry(failure.problem(), failure.after()));
        }
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    /** Whether nothing speaks against going on with this row. */
    private boolean went(int row) {
        return outcomes[row] == null || outcomes[row] instanceof Outcome.Accepted;
    }

    private void place(HttpCall call, List<Outcome> answers) {
        for (var i = 0; i < answers.size(); i++) {
            outcomes[call.rows().get(i)] = answers.get(i);
        }
    }

    /** Says nothing of single people: ids that it does not know are passed over. */
    private List<Outcome> members(HttpCall call) {
        var answer = api.send(call);
        if (!answer.successful()) {
            return List.of(ErrorTable.STANDARD.refusedRow(call, answer));
        }
        if (answer.hasBody() && !answer.json().isObject()) {
            throw answer.badResponse("something other than an object");
        }
        return call.rows().stream()
                .<Outcome>map(row -> new Outcome.Accepted(""))
                .toList();
    }

    /** Who was to be in a segment and is not yet has to come again, even where their attributes are written. */
    private void postpone(Outcome again) {
        IntStream.range(0, outcomes.length)
                .filter(row ->
                        outcomes[row] == null || (outcomes[row] instanceof Outcome.Accepted && changes.moves(row)))
                .forEach(row -> outcomes[row] = again);
    }

    /** What happens to somebody in a segment. */
    enum Membership {
        ADD("add_customers", MemberChange.Kind.ADD),
        REMOVE("remove_customers", MemberChange.Kind.REMOVE);

        final String path;
        final MemberChange.Kind kind;

        Membership(String path, MemberChange.Kind kind) {
            this.path = path;
            this.kind = kind;
        }
    }
}

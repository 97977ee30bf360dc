// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Membership as fields of a record. Who enters or changes is upserted by external id; who leaves is looked up first, since
 * an upsert would create a record for someone whom the CRM has deleted meanwhile. In mode {@code update} everybody is
 * looked up: nothing is ever created.
 */
final class FieldChanges {

    private static final Outcome GONE_ALREADY = new Outcome.Accepted("");
    private static final Outcome NOT_THERE =
            new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "Salesforce has no record with this external id."));

    private final SalesforceApi api;
    private final AudienceSpec spec;
    private final AudienceOptions options;

    FieldChanges(SalesforceApi api, AudienceSpec spec, AudienceOptions options) {
        this.api = api;
        this.spec = spec;
        this.options = options;
    }

    Script script(Batch batch) {
        var script = new Script(batch);
        var present = new ArrayList<Integer>();
        var leaving = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            if (change.subject().identifier(spec.matchKey()).isEmpty()) {
                script.withoutMatchKey(row, spec.matchKey());
            } else if (change.change() != MemberChange.Kind.REMOVE) {
                present.add(row);
            } else if (clears(change)) {
                leaving.add(row);
            } else {
                script.nothingToSend(row);
            }
        }
        if (!present.isEmpty()) {
            script.add(spec.mode() == SyncMode.UPDATE ? update(batch, present, NOT_THERE) : upsert(batch, present));
        }
        if (!leaving.isEmpty()) {
            script.add(update(batch, leaving, GONE_ALREADY));
        }
        return script;
    }

    private boolean clears(MemberChange change) {
        return switch (spec.deleteBehaviour()) {
            case NOTHING, DELETE -> false;
            case REMOVE_FROM_AUDIENCE -> options.memberField().isPresent();
            case CLEAR_FIELDS ->
                options.memberField().isPresent() || !change.fields().isEmpty();
        };
    }

    private Step upsert(Batch batch, List<Integer> rows) {
        var call = api.patch("/composite/sobjects/" + options.object() + "/" + options.externalIdField());
        return new CollectionStep(
                batch,
                Records.call(call, rows, row -> {
                    var record = Records.record(options.object());
                    record.put(options.externalIdField(), key(batch, row));
                    fill(record, batch.changes().get(row));
                    return record;
                }),
                result -> false);
    }

    private Step update(Batch batch, List<Integer> rows, Outcome missing) {
        var lookup = new Lookup(api, options.object(), options.externalIdField(), "", row -> key(batch, row));
        return new LookupStep(batch, lookup, List.copyOf(rows), missing, found -> patch(batch, found));
    }

    private HttpCall patch(Batch batch, List<LookupStep.Found> found) {
        var rows = found.stream().map(LookupStep.Found::row).toList();
        var records = found.iterator();
        return Records.call(api.patch("/composite/sobjects"), rows, row -> {
            var record =
                    Records.record(options.object()).put("id", records.next().id());
            fill(record, batch.changes().get(row));
            return record;
        });
    }

    private void fill(ObjectNode record, MemberChange change) {
        var leaves = change.change() == MemberChange.Kind.REMOVE;
        options.memberField().ifPresent(field -> Records.put(record, field, mark(leaves)));
        if (!leaves) {
            Records.put(record, change.fields());
        } else if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
            change.fields().keySet().forEach(field -> Records.put(record, field, FieldValue.EMPTY));
        }
    }

    /** A checkbox cannot be empty. */
    private FieldValue mark(boolean leaves) {
        return options.memberValue()
                .map(text -> leaves ? FieldValue.EMPTY : FieldValue.of(text))
                .orElseGet(() -> FieldValue.of(!leaves));
    }

    private String key(Batch batch, int row) {
        return batch.changes().get(row).subject().identifier(spec.matchKey()).orElseThrow();
    }
}

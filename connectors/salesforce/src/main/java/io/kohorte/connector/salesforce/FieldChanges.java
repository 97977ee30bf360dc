// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.connector.salesforce.Target.Operation;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SyncMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Membership as fields of a record. Who enters or changes is upserted by external id; who leaves is looked up first, since
 * an upsert would create a record for someone whom the CRM has deleted meanwhile. In mode {@code update} everybody is
 * looked up: nothing is ever created.
 */
record FieldChanges(SalesforceApi api, AudienceSpec spec, AudienceOptions options) {

    void plan(Batch batch, Script script) {
        var present = new ArrayList<Integer>();
        var leaving = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            if (change.subject().identifier(spec.matchKey()).isEmpty()) {
                script.holdBack(row, Known.NO_MATCH_KEY);
            } else if (change.change() != MemberChange.Kind.REMOVE) {
                present.add(row);
            } else if (clears(change)) {
                leaving.add(row);
            } else {
                script.holdBack(row, Known.NOTHING_TO_SEND);
            }
        }
        script.add(spec.mode() == SyncMode.UPDATE ? update(batch, present, Known.NO_RECORD) : upsert(batch, present));
        script.add(update(batch, leaving, Known.GONE_ALREADY));
    }

    private boolean clears(MemberChange change) {
        return switch (spec.deleteBehaviour()) {
            case NOTHING, DELETE -> false;
            case REMOVE_FROM_AUDIENCE -> options.memberField().isPresent();
            case CLEAR_FIELDS ->
                options.memberField().isPresent() || !change.fields().isEmpty();
        };
    }

    private Task upsert(Batch batch, List<Integer> rows) {
        var target = new Target(Operation.UPSERT, options.object(), options.externalIdField(), Map.of());
        return new Task(batch.changes(), rows, target, Optional.empty(), this::key, this::values);
    }

    private Task update(Batch batch, List<Integer> rows, Known missing) {
        var lookup = new Lookup(api, options.object(), options.externalIdField(), "");
        return new Task(
                batch.changes(),
                rows,
                Target.known(Operation.UPDATE, options.object()),
                Optional.of(new Task.Search(lookup, missing)),
                this::key,
                this::values);
    }

    private Map<String, FieldValue> values(MemberChange change) {
        var leaves = change.change() == MemberChange.Kind.REMOVE;
        var values = new LinkedHashMap<String, FieldValue>();
        options.memberField().ifPresent(field -> values.put(field, mark(leaves)));
        if (!leaves) {
            values.putAll(change.fields());
        } else if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
            change.fields().keySet().forEach(field -> values.put(field, FieldValue.EMPTY));
        }
        return values;
    }

    /** A checkbox cannot be empty. */
    private FieldValue mark(boolean leaves) {
        return options.memberValue()
                .map(text -> leaves ? FieldValue.EMPTY : FieldValue.of(text))
                .orElseGet(() -> FieldValue.of(!leaves));
    }

    private String key(MemberChange change) {
        return change.subject().identifier(spec.matchKey()).orElseThrow();
    }
}

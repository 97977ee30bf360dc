// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.connector.salesforce.Target.Operation;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SyncMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Membership of a campaign. Members are created by naming the contact's (or lead's) external id; mapped fields are fields
 * of the campaign member. Who enters with mapped fields is looked up first, since Salesforce calls somebody who is a member
 * already a duplicate and writes nothing; without any, being a member is all we want. The chosen status is that of new
 * members only: written again, it would take back a response. Who leaves is taken out, and the member's fields go with it,
 * so clearing them asks for nothing else; only a sync that never adds anybody clears them and leaves the member in.
 */
record CampaignChanges(SalesforceApi api, AudienceSpec spec, AudienceOptions options, String campaign) {

    private static final String MEMBER = "CampaignMember";

    void plan(Batch batch, Script script) {
        var entering = new ArrayList<Integer>();
        var changing = new ArrayList<Integer>();
        var clearing = new ArrayList<Integer>();
        var leaving = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            if (change.subject().identifier(spec.matchKey()).isEmpty()) {
                script.holdBack(row, Known.NO_MATCH_KEY);
                continue;
            }
            switch (deed(change)) {
                case ENTER -> entering.add(row);
                case CHANGE -> changing.add(row);
                case CLEAR -> clearing.add(row);
                case LEAVE -> leaving.add(row);
                case NOTHING -> script.holdBack(row, Known.NOTHING_TO_SEND);
            }
        }
        script.add(enter(batch, entering));
        script.add(known(Operation.UPDATE, batch, changing, Known.NO_MEMBER, MemberChange::fields));
        script.add(known(Operation.UPDATE, batch, clearing, Known.GONE_ALREADY, CampaignChanges::cleared));
        script.add(known(Operation.DELETE, batch, leaving, Known.GONE_ALREADY, change -> Map.of()));
    }

    private Deed deed(MemberChange change) {
        var fieldsOnly = change.fields().isEmpty() ? Deed.NOTHING : Deed.CHANGE;
        return switch (change.change()) {
            case ADD -> spec.mode() == SyncMode.UPDATE ? fieldsOnly : Deed.ENTER;
            case UPDATE -> fieldsOnly;
            case REMOVE ->
                switch (spec.deleteBehaviour()) {
                    case NOTHING, DELETE -> Deed.NOTHING;
                    case REMOVE_FROM_AUDIENCE -> Deed.LEAVE;
                    case CLEAR_FIELDS ->
                        spec.mode() != SyncMode.UPDATE
                                ? Deed.LEAVE
                                : change.fields().isEmpty() ? Deed.NOTHING : Deed.CLEAR;
                };
        };
    }

    private enum Deed {
        ENTER,
        CHANGE,
        CLEAR,
        LEAVE,
        NOTHING
    }

    private Task enter(Batch batch, List<Integer> rows) {
        if (rows.stream().allMatch(row -> batch.changes().get(row).fields().isEmpty())) {
            return create(Operation.INSERT, batch, rows);
        }
        var create = create(Operation.INSERT_ABSENT, batch, rows);
        return known(Operation.UPDATE, batch, rows, Known.NO_MEMBER, MemberChange::fields)
                .orElse(create);
    }

    private Task known(
            Operation operation,
            Batch batch,
            List<Integer> rows,
            Known missing,
            Function<MemberChange, Map<String, FieldValue>> values) {
        return new Task(
                batch.changes(),
                rows,
                Target.known(operation, MEMBER),
                Optional.of(new Task.Search(members(), missing)),
                this::key,
                values);
    }

    private static Map<String, FieldValue> cleared(MemberChange change) {
        var cleared = new LinkedHashMap<String, FieldValue>();
        change.fields().keySet().forEach(field -> cleared.put(field, FieldValue.EMPTY));
        return cleared;
    }

    private Task create(Operation operation, Batch batch, List<Integer> rows) {
        var target = new Target(operation, MEMBER, keyPath(), Map.of("CampaignId", FieldValue.of(campaign)));
        return new Task(batch.changes(), rows, target, Optional.empty(), this::key, change -> {
            var values = new LinkedHashMap<String, FieldValue>();
            options.memberStatus().ifPresent(status -> values.put("Status", FieldValue.of(status)));
            values.putAll(change.fields());
            return values;
        });
    }

    private Lookup members() {
        return new Lookup(api, MEMBER, keyPath(), "CampaignId = " + Soql.literal(campaign) + " AND ");
    }

    /** Seen from the membership: {@code Contact.External_Id__c}. */
    private String keyPath() {
        return options.object() + "." + options.externalIdField();
    }

    private String key(MemberChange change) {
        return change.subject().identifier(spec.matchKey()).orElseThrow();
    }
}

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
 * Membership of a campaign. Members are created by naming the contact's (or lead's) external id; mapped fields are fields
 * of the campaign member. Someone who is a member already is what we want; Salesforce calls it a duplicate.
 */
record CampaignChanges(SalesforceApi api, AudienceSpec spec, AudienceOptions options, String campaign) {

    private static final String MEMBER = "CampaignMember";

    void plan(Batch batch, Script script) {
        var entering = new ArrayList<Integer>();
        var changing = new ArrayList<Integer>();
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
                case LEAVE -> leaving.add(row);
                case NOTHING -> script.holdBack(row, Known.NOTHING_TO_SEND);
            }
        }
        script.add(create(batch, entering));
        script.add(known(Operation.UPDATE, batch, changing, Known.NO_MEMBER));
        var clears = spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS;
        script.add(known(clears ? Operation.UPDATE : Operation.DELETE, batch, leaving, Known.GONE_ALREADY));
    }

    private Deed deed(MemberChange change) {
        var fieldsOnly = change.fields().isEmpty() ? Deed.NOTHING : Deed.CHANGE;
        return switch (change.change()) {
            case ADD -> spec.mode() == SyncMode.UPDATE ? fieldsOnly : Deed.ENTER;
            case UPDATE -> fieldsOnly;
            case REMOVE ->
                switch (spec.deleteBehaviour()) {
                    case NOTHING, DELETE -> Deed.NOTHING;
                    case CLEAR_FIELDS -> change.fields().isEmpty() ? Deed.NOTHING : Deed.LEAVE;
                    case REMOVE_FROM_AUDIENCE -> Deed.LEAVE;
                };
        };
    }

    private enum Deed {
        ENTER,
        CHANGE,
        LEAVE,
        NOTHING
    }

    private Task create(Batch batch, List<Integer> rows) {
        var target = new Target(Operation.INSERT, MEMBER, keyPath(), Map.of("CampaignId", FieldValue.of(campaign)));
        return new Task(batch.changes(), rows, target, Optional.empty(), this::key, change -> {
            var values = new LinkedHashMap<String, FieldValue>();
            options.memberStatus().ifPresent(status -> values.put("Status", FieldValue.of(status)));
            values.putAll(change.fields());
            return values;
        });
    }

    private Task known(Operation operation, Batch batch, List<Integer> rows, Known missing) {
        var lookup = new Lookup(api, MEMBER, keyPath(), "CampaignId = " + Soql.literal(campaign) + " AND ");
        return new Task(
                batch.changes(),
                rows,
                Target.known(operation, MEMBER),
                Optional.of(new Task.Search(lookup, missing)),
                this::key,
                change -> operation == Operation.DELETE ? Map.of() : values(change));
    }

    private static Map<String, FieldValue> values(MemberChange change) {
        if (change.change() != MemberChange.Kind.REMOVE) {
            return change.fields();
        }
        var cleared = new LinkedHashMap<String, FieldValue>();
        change.fields().keySet().forEach(field -> cleared.put(field, FieldValue.EMPTY));
        return cleared;
    }

    /** Seen from the membership: {@code Contact.External_Id__c}. */
    private String keyPath() {
        return options.object() + "." + options.externalIdField();
    }

    private String key(MemberChange change) {
        return change.subject().identifier(spec.matchKey()).orElseThrow();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.http.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Membership of a campaign. Members are created by naming the contact's (or lead's) external id; mapped fields are fields
 * of the campaign member.
 */
final class CampaignChanges {

    private static final String MEMBER = "CampaignMember";
    private static final Outcome GONE_ALREADY = new Outcome.Accepted("");
    private static final Outcome NOT_THERE = new Outcome.Rejected(
            Problem.of(ProblemCode.NOT_FOUND, "This person is not a member of the campaign any more."));

    private final SalesforceApi api;
    private final AudienceSpec spec;
    private final AudienceOptions options;
    private final String campaign;

    CampaignChanges(SalesforceApi api, RemoteAudience audience, AudienceOptions options) {
        this.api = api;
        this.spec = audience.spec();
        this.options = options;
        this.campaign = options.campaignId().orElse(audience.remoteId());
    }

    Script script(Batch batch) {
        var script = new Script(batch);
        var entering = new ArrayList<Integer>();
        var changing = new ArrayList<Integer>();
        var leaving = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            if (change.subject().identifier(spec.matchKey()).isEmpty()) {
                script.withoutMatchKey(row, spec.matchKey());
                continue;
            }
            switch (deed(change)) {
                case ENTER -> entering.add(row);
                case CHANGE -> changing.add(row);
                case LEAVE -> leaving.add(row);
                case NOTHING -> script.nothingToSend(row);
            }
        }
        if (!entering.isEmpty()) {
            script.add(create(batch, entering));
        }
        if (!changing.isEmpty()) {
            script.add(new LookupStep(
                    batch, members(batch), List.copyOf(changing), NOT_THERE, found -> patch(batch, found)));
        }
        if (!leaving.isEmpty()) {
            script.add(new LookupStep(
                    batch, members(batch), List.copyOf(leaving), GONE_ALREADY, found -> leave(batch, found)));
        }
        return script;
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

    /** Someone who is a member already is what we want; Salesforce calls it a duplicate. */
    private Step create(Batch batch, List<Integer> rows) {
        var call = Records.call(api.post("/composite/sobjects"), rows, row -> {
            var record = Records.record(MEMBER).put("CampaignId", campaign);
            record.putObject(options.object()).put(options.externalIdField(), key(batch, row));
            options.memberStatus().ifPresent(status -> record.put("Status", status));
            Records.put(record, batch.changes().get(row).fields());
            return record;
        });
        return new CollectionStep(batch, call, RowErrors::alreadyMember);
    }

    private Lookup members(Batch batch) {
        return new Lookup(
                api,
                MEMBER,
                options.object() + "." + options.externalIdField(),
                "CampaignId = " + Soql.literal(campaign) + " AND ",
                row -> key(batch, row));
    }

    private HttpCall leave(Batch batch, List<LookupStep.Found> found) {
        return spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS ? patch(batch, found) : delete(found);
    }

    /** Ids of memberships are no personal data, so they may stand in the address. */
    private HttpCall delete(List<LookupStep.Found> found) {
        var ids = found.stream()
                .map(LookupStep.Found::id)
                .map(id -> id.equals(LookupStep.Found.UNKNOWN) ? id : URLEncoder.encode(id, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        return api.delete("/composite/sobjects?ids=" + ids + "&allOrNone=false")
                .rows(found.stream().map(LookupStep.Found::row).toList())
                .idempotent()
                .build();
    }

    private HttpCall patch(Batch batch, List<LookupStep.Found> found) {
        var rows = found.stream().map(LookupStep.Found::row).toList();
        var records = found.iterator();
        return Records.call(api.patch("/composite/sobjects"), rows, row -> {
            var record = Records.record(MEMBER).put("id", records.next().id());
            var change = batch.changes().get(row);
            switch (change.change()) {
                case ADD, UPDATE -> Records.put(record, change.fields());
                case REMOVE -> change.fields().keySet().forEach(field -> Records.put(record, field, FieldValue.EMPTY));
            }
            return record;
        });
    }

    private String key(Batch batch, int row) {
        return batch.changes().get(row).subject().identifier(spec.matchKey()).orElseThrow();
    }
}

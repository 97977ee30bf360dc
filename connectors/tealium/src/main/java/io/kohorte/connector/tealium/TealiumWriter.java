// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends changes as events. Audiences are rules in Tealium, on the attribute that marks members. */
final class TealiumWriter implements AudienceWriter {

    private final TealiumSettings settings;
    private final Collect collect;
    private final Visitors visitors;

    TealiumWriter(TealiumSettings settings, Collect collect, Visitors visitors) {
        this.settings = settings;
        this.collect = collect;
        this.visitors = visitors;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var options = AudienceOptions.of(spec);
        if (settings.visitorId(spec.matchKey(), "").isEmpty()) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.INVALID_SETTING,
                    "The settings name no visitor ID attribute for " + spec.matchKey() + "."));
        }
        return new RemoteAudience(spec, options.marks() ? options.attribute() : spec.key());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var events = new AudienceEvents(settings, audience.spec(), batch);
        return plan(audience.spec(), batch).write(call -> collect.send(events.body(call.rows()), call.rows()));
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return visitors.erase(subjects);
    }

    private Plan plan(AudienceSpec spec, Batch batch) {
        var events = new AudienceEvents(settings, spec, batch);
        var rows = new ArrayList<Integer>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < batch.size(); row++) {
            var heldBack = heldBack(spec, events, batch.changes().get(row));
            if (heldBack.isPresent()) {
                refused.add(new Preview.Refusal(row, heldBack.get()));
            } else {
                rows.add(row);
            }
        }
        var calls = Chunks.cut(rows, TealiumSettings.EVENTS_PER_REQUEST, Long.MAX_VALUE, row -> 0).stream()
                .map(chunk -> collect.planned(events.body(chunk), chunk))
                .toList();
        return new Plan(batch.size(), calls, refused);
    }

    private Optional<Outcome> heldBack(AudienceSpec spec, AudienceEvents events, MemberChange change) {
        if (!events.saysSomething(change)) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        var key = spec.keyOf(change.subject());
        if (key.isEmpty() || settings.visitorId(key.get(), "").isEmpty()) {
            return Optional.of(rejected(
                    ProblemCode.IDENTIFIER_MISSING,
                    "This customer has no identifier of the match key.",
                    spec.matchKey()));
        }
        return AudienceEvents.badName(change)
                .map(name -> rejected(
                        ProblemCode.FIELD_INVALID,
                        "This cannot be the name of an event attribute: letters, digits and _ make one.",
                        name));
    }

    private static Outcome rejected(ProblemCode code, String sentence, String field) {
        return new Outcome.Rejected(Problem.of(code, sentence).at(field));
    }
}

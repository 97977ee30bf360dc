// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
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

/** Sends changes as events. An audience comes into being with its first event; nobody can be asked who is in it. */
final class TrackingWriter implements AudienceWriter {

    private final TrackingSettings settings;
    private final Tracking tracking;
    private final Regulations regulations;

    TrackingWriter(TrackingSettings settings, Tracking tracking, Regulations regulations) {
        this.settings = settings;
        this.tracking = tracking;
        this.regulations = regulations;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, AudienceOptions.of(spec, settings).key());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).write(tracking::send);
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return regulations.erase(subjects);
    }

    private Plan plan(AudienceSpec spec, Batch batch) {
        var events = new AudienceEvents(settings, spec, batch);
        var rows = new ArrayList<Row>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var position = 0; position < batch.size(); position++) {
            var change = batch.changes().get(position);
            var identity = spec.keyOf(change.subject());
            if (change.change() == MemberChange.Kind.REMOVE && spec.deleteBehaviour() == DeleteBehaviour.NOTHING) {
                refused.add(new Preview.Refusal(position, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
            } else if (identity.isEmpty()) {
                refused.add(rejected(
                        position,
                        ProblemCode.IDENTIFIER_MISSING,
                        "This customer has no identifier of the match key.",
                        spec.matchKey()));
            } else if (events.traitsOf(position) >= settings.vendor().mostTraits()) {
                refused.add(rejected(
                        position,
                        ProblemCode.FIELD_INVALID,
                        settings.vendor().label() + " takes fewer than "
                                + settings.vendor().mostTraits() + " traits at once: map fewer fields.",
                        ""));
            } else {
                place(events.row(position, identity.get()), rows, refused);
            }
        }
        var rowsPerRequest = settings.vendor().eventsPerRequest() / 2;
        var room = settings.vendor().requestBytes() - Tracking.ENVELOPE_BYTES;
        var calls = Chunks.cut(rows, rowsPerRequest, room, Row::bytes).stream()
                .map(tracking::request)
                .toList();
        return new Plan(batch.size(), calls, refused);
    }

    private static void place(Row row, List<Row> rows, List<Preview.Refusal> refused) {
        if (row.events().isEmpty()) {
            refused.add(new Preview.Refusal(row.position(), new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
        } else if (row.tooLarge()) {
            refused.add(rejected(
                    row.position(),
                    ProblemCode.FIELD_INVALID,
                    "The fields of this person are larger than an event of " + Vendor.EVENT_BYTES + " bytes.",
                    ""));
        } else {
            rows.add(row);
        }
    }

    private static Preview.Refusal rejected(int position, ProblemCode code, String sentence, String field) {
        return new Preview.Refusal(
                position, new Outcome.Rejected(Problem.of(code, sentence).at(field)));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What changes of members mean at HubSpot. Who enters or changes is upserted, and then put on the list; who leaves is looked
 * up first, since an upsert would create a contact for someone whom the CRM has deleted meanwhile. In the modes {@code
 * update} and {@code insert} everybody is looked up.
 */
final class MemberChanges {

    private static final Outcome GONE_ALREADY = new Outcome.Accepted("");
    private static final Outcome NOT_THERE =
            new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "HubSpot has no contact with this identifier."));

    private final HubspotApi api;
    private final AudienceSpec spec;
    private final AudienceOptions options;
    private final String list;

    MemberChanges(HubspotApi api, RemoteAudience audience) {
        this.api = api;
        this.spec = audience.spec();
        this.options = AudienceOptions.of(spec);
        this.list = options.listId().orElse(audience.remoteId());
    }

    Script script(Batch batch) {
        var rows = new Rows(batch);
        var refused = new ArrayList<Preview.Refusal>();
        var present = new ArrayList<Integer>();
        var leaving = new ArrayList<Integer>();
        for (var row = 0; row < batch.size(); row++) {
            var reason = heldBack(rows, row);
            if (reason.isPresent()) {
                refused.add(new Preview.Refusal(row, reason.get()));
            } else if (leaves(rows.change(row))) {
                leaving.add(row);
            } else {
                present.add(row);
            }
        }
        var steps = new Steps(rows);
        var contacts = new Contacts(api, spec, options, rows);
        if (looksUpEverybody()) {
            steps.add(Stream.concat(present.stream(), leaving.stream()).sorted(), contacts::read, found(rows));
        } else {
            steps.add(leaving.stream(), contacts::read, found(rows));
        }
        if (spec.mode() == SyncMode.UPDATE) {
            steps.add(present.stream().filter(row -> writes(rows.change(row))), contacts::update, written(rows));
        } else {
            steps.add(present.stream(), row -> !rows.isFound(row), contacts::upsert, written(rows), RequestErrors::of);
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            steps.add(leaving.stream(), contacts::archive, (going, answer) -> {});
        } else {
            steps.add(leaving.stream().filter(row -> writes(rows.change(row))), contacts::update, written(rows));
        }
        if (options.list()) {
            var membership = new Membership(api, list, rows);
            var moving = Stream.concat(present.stream().filter(row -> enters(rows.change(row))), listed(leaving));
            steps.add(moving.sorted(), row -> true, membership::call, membership::read, RequestErrors::ofList);
        }
        return new Script(rows, steps.all(), refused);
    }

    /** Whoever is deleted is on no list. */
    private Stream<Integer> listed(List<Integer> leaving) {
        return spec.deleteBehaviour() == DeleteBehaviour.DELETE ? Stream.of() : leaving.stream();
    }

    private Optional<Outcome> heldBack(Rows rows, int row) {
        var change = rows.change(row);
        var raw = change.subject().identifier(spec.matchKey());
        if (raw.isEmpty()) {
            return Optional.of(
                    rejected(ProblemCode.IDENTIFIER_MISSING, "This customer has no identifier of the match key."));
        }
        var key = Rows.key(change, spec, options);
        if (key.isEmpty()) {
            return Optional.of(rejected(ProblemCode.IDENTIFIER_INVALID, "This is no e-mail address."));
        }
        if (!rows.name(row, key.get())) {
            return Optional.of(
                    rejected(ProblemCode.DUPLICATE, "Another customer in this batch has the same identifier."));
        }
        return isSomething(change) ? Optional.empty() : Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
    }

    private Outcome rejected(ProblemCode code, String sentence) {
        return new Outcome.Rejected(Problem.of(code, sentence).at(spec.matchKey()));
    }

    private boolean isSomething(MemberChange change) {
        return switch (change.change()) {
            case ADD -> options.list() || spec.mode() != SyncMode.UPDATE || writes(change);
            case UPDATE -> spec.mode() != SyncMode.INSERT && writes(change);
            case REMOVE ->
                switch (spec.deleteBehaviour()) {
                    case NOTHING -> false;
                    case DELETE -> true;
                    case REMOVE_FROM_AUDIENCE, CLEAR_FIELDS -> options.list() || writes(change);
                };
        };
    }

    /** Whether the row changes properties of its contact. */
    private boolean writes(MemberChange change) {
        var mapped = !change.fields().isEmpty()
                && (!leaves(change) || spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS);
        return mapped || options.memberProperty().isPresent();
    }

    private boolean looksUpEverybody() {
        return spec.mode() == SyncMode.UPDATE || spec.mode() == SyncMode.INSERT;
    }

    private static boolean leaves(MemberChange change) {
        return change.change() == MemberChange.Kind.REMOVE;
    }

    private static boolean enters(MemberChange change) {
        return change.change() == MemberChange.Kind.ADD;
    }

    private static BiConsumer<List<Integer>, HttpAnswer> written(Rows rows) {
        return (going, answer) -> BatchAnswer.of(answer).written(going, rows);
    }

    private BiConsumer<List<Integer>, HttpAnswer> found(Rows rows) {
        return (going, answer) -> BatchAnswer.of(answer).read(going, rows, options, row -> {
            if (leaves(rows.change(row))) {
                rows.settle(row, GONE_ALREADY);
            } else if (spec.mode() == SyncMode.UPDATE) {
                rows.settle(row, NOT_THERE);
            }
        });
    }
}

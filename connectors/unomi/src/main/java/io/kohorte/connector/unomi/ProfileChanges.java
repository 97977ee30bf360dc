// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.batch.InTurn;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A batch: one search finds the profiles, then each is saved by itself and answers for itself. */
final class ProfileChanges {

    private final UnomiApi api;
    private final AudienceSpec spec;
    private final Batch batch;
    private final Profiles profiles;
    private final List<ProfileChange> changes = new ArrayList<>();
    private final List<Preview.Refusal> refused = new ArrayList<>();

    ProfileChanges(UnomiSettings settings, UnomiApi api, AudienceSpec spec, Batch batch) {
        this.api = api;
        this.spec = spec;
        this.batch = batch;
        this.profiles = new Profiles(api);
        var options = AudienceOptions.of(spec);
        for (var row = 0; row < batch.size(); row++) {
            place(settings, options, row);
        }
    }

    private void place(UnomiSettings settings, AudienceOptions options, int row) {
        var subject = batch.changes().get(row).subject();
        var identity = spec.keyOf(subject).flatMap(key -> settings.identities().of(subject, key));
        if (identity.isEmpty()) {
            refused.add(new Preview.Refusal(
                    row,
                    new Outcome.Rejected(Problem.of(
                                    ProblemCode.IDENTIFIER_MISSING, "This customer has no identifier of the match key.")
                            .at(spec.matchKey()))));
            return;
        }
        var change = new ProfileChange(settings, options, spec.deleteBehaviour(), batch, row, identity.get());
        var kept = change.left() && spec.deleteBehaviour() == DeleteBehaviour.NOTHING;
        if (kept || !change.saysSomething()) {
            refused.add(new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
        } else {
            changes.add(change);
        }
    }

    Preview preview() {
        var requests = new ArrayList<WireRequest>();
        if (!changes.isEmpty()) {
            requests.add(search().shown());
        }
        for (var change : changes) {
            var planned = change.deletes()
                    ? delete(
                            change,
                            change.identity().isItemId() ? change.identity().value() : "{profileId}")
                    : api.post("/profiles", change.planned(), List.of(change.row()));
            requests.add(planned.shown());
        }
        return new Preview(requests, refused);
    }

    /** A failure that is not about one profile ends it: what is left comes back as {@link Outcome.Retry}. */
    BatchResult write() {
        var outcomes = new Outcome[batch.size()];
        refused.forEach(refusal -> outcomes[refusal.row()] = refusal.outcome());
        if (changes.isEmpty()) {
            return new BatchResult.Done(Arrays.asList(outcomes));
        }
        var search = search();
        var answer = api.send(search);
        if (!answer.successful()) {
            return refusedSearch(search, answer, outcomes);
        }
        var found = profiles.read(answer, changes.size());
        InTurn.send(
                changes,
                change -> outcomes[change.row()] = save(change, found),
                (change, again) -> outcomes[change.row()] = again);
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private BatchResult refusedSearch(HttpCall search, HttpAnswer answer, Outcome[] outcomes) {
        var row = UnomiApi.STATUSES.refusedRow(search, answer);
        outcomes[changes.get(0).row()] = row;
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private HttpCall search() {
        return profiles.search(
                changes.stream().map(ProfileChange::identity).toList(),
                changes.stream().map(ProfileChange::row).toList());
    }

    private Outcome save(ProfileChange change, List<JsonNode> found) {
        var mine = found.stream().filter(change.identity()::isOf).toList();
        if (mine.size() > 1) {
            return new Outcome.Rejected(
                    Problem.of(ProblemCode.CONFLICT, "Several profiles have this identity: merge them in Unomi."));
        }
        var profile = mine.stream().findFirst();
        if (profile.filter(there -> there.path("mergedWith").isTextual()).isPresent()) {
            return new Outcome.Rejected(Problem.of(
                    ProblemCode.CONFLICT, "This profile was merged into another one: match by a property instead."));
        }
        return unsent(change, profile)
                .orElseGet(() -> change.deletes()
                        ? deleted(change, profile.orElseThrow().path("itemId").asText())
                        : saved(change, profile));
    }

    /** Where the mode, or there being nobody, leaves nothing to send. */
    private Optional<Outcome> unsent(ProfileChange change, Optional<JsonNode> profile) {
        if (profile.isEmpty() && change.left()) {
            return Optional.of(new Outcome.Accepted(""));
        }
        if (profile.isEmpty() && spec.mode() == SyncMode.UPDATE) {
            return Optional.of(
                    new Outcome.Rejected(Problem.of(ProblemCode.NOT_FOUND, "Unomi has no profile of this person.")));
        }
        if (profile.isPresent() && !change.left() && spec.mode() == SyncMode.INSERT) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        return Optional.empty();
    }

    private Outcome saved(ProfileChange change, Optional<JsonNode> profile) {
        var body = change.body(profile);
        var call = api.post("/profiles", body, List.of(change.row()));
        var answer = api.send(call);
        if (!answer.successful()) {
            return failed(call, answer);
        }
        var id = body.path("itemId").asText();
        if (!answer.json().path("itemId").asText().equals(id)) {
            throw answer.badResponse("with another profile than was saved");
        }
        return accepted(change, id);
    }

    private HttpCall delete(ProfileChange change, String id) {
        var segment = id.startsWith("{") ? id : UnomiApi.segment(id);
        return api.delete("/profiles/" + segment, List.of(change.row()));
    }

    private Outcome deleted(ProfileChange change, String id) {
        var call = delete(change, id);
        var answer = api.send(call);
        return answer.successful() || answer.status() == 404 ? new Outcome.Accepted("") : failed(call, answer);
    }

    /** A 500 may be about this profile alone, such as a value of another type than the index has; the others go on. */
    private static Outcome failed(HttpCall call, HttpAnswer answer) {
        if (answer.status() == 500) {
            return new Outcome.Retry(UnomiApi.STATUSES.problem(call, answer), Duration.ZERO);
        }
        return UnomiApi.STATUSES.refusedRow(call, answer);
    }

    /** An id that is one of our identities is personal data, and known anyway. */
    private static Outcome accepted(ProfileChange change, String id) {
        return new Outcome.Accepted(change.identity().isItemId() ? "" : id);
    }
}

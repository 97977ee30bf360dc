// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One batch. Who enters is put on the list together with their fields, who changes has fields written, who leaves is taken
 * off the list, and of those whom Iterable knew there, fields are cleared: writing fields of somebody who is gone would
 * bring them back.
 */
final class MemberChanges {

    /** Around the rows of a body. */
    private static final int ENVELOPE = 200;

    private final IterableApi api;
    private final Project project;
    private final DataFields fields;
    private final AudienceSpec spec;
    private final String list;
    private final Batch batch;
    private final Map<Integer, String> keys = new HashMap<>();
    private final Set<Integer> unknown = new HashSet<>();

    MemberChanges(IterableApi api, Project project, DataFields fields, RemoteAudience audience, Batch batch) {
        this.api = api;
        this.project = project;
        this.fields = fields;
        this.spec = audience.spec();
        this.list = spec.options().text("listId", audience.remoteId());
        this.batch = batch;
    }

    Preview preview() {
        var plan = plan();
        var shown = Stream.concat(
                plan.preview().requests().stream(),
                clearing(rows(MemberChange.Kind.REMOVE)).stream().map(HttpCall::shown));
        return new Preview(shown.toList(), plan.refused());
    }

    BatchResult write() {
        var done = plan().write(this::send);
        var outcomes = new ArrayList<>(done.outcomes());
        var known = rows(MemberChange.Kind.REMOVE).stream()
                .filter(row -> outcomes.get(row) instanceof Outcome.Accepted && !unknown.contains(row))
                .toList();
        for (var call : clearing(known)) {
            var cleared = clear(call);
            for (var i = 0; i < cleared.size(); i++) {
                outcomes.set(call.rows().get(i), cleared.get(i));
            }
        }
        return new BatchResult.Done(outcomes);
    }

    private Plan plan() {
        var refused = new ArrayList<Preview.Refusal>();
        var seen = new HashSet<String>();
        for (var row = 0; row < batch.size(); row++) {
            var position = row;
            heldBack(row, seen).ifPresent(outcome -> refused.add(new Preview.Refusal(position, outcome)));
        }
        var calls = new ArrayList<HttpCall>();
        calls.addAll(calls("/lists/subscribe", rows(MemberChange.Kind.ADD), false));
        calls.addAll(calls("/users/bulkUpdate", rows(MemberChange.Kind.UPDATE), false));
        calls.addAll(calls("/lists/unsubscribe", rows(MemberChange.Kind.REMOVE), false));
        return new Plan(batch.size(), calls, refused);
    }

    private Optional<Outcome> heldBack(int row, Set<String> seen) {
        var change = batch.changes().get(row);
        var raw = change.subject().identifier(spec.matchKey());
        if (raw.isEmpty()) {
            return rejected(ProblemCode.IDENTIFIER_MISSING, "This customer has no identifier of the match key.");
        }
        var key = Project.key(raw.get(), spec);
        if (key.isEmpty()) {
            return rejected(ProblemCode.IDENTIFIER_INVALID, "This is no e-mail address.");
        }
        if (!seen.add(key.get())) {
            return rejected(ProblemCode.DUPLICATE, "Another customer in this batch has the same identifier.");
        }
        var nothing =
                switch (change.change()) {
                    case ADD -> false;
                    case UPDATE -> change.fields().isEmpty();
                    case REMOVE -> spec.deleteBehaviour() == DeleteBehaviour.NOTHING;
                };
        if (nothing) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        keys.put(row, key.get());
        return Optional.empty();
    }

    private Optional<Outcome> rejected(ProblemCode code, String sentence) {
        return Optional.of(new Outcome.Rejected(Problem.of(code, sentence).at(spec.matchKey())));
    }

    private List<Integer> rows(MemberChange.Kind kind) {
        return keys.keySet().stream()
                .filter(row -> batch.changes().get(row).change() == kind)
                .sorted()
                .toList();
    }

    private List<HttpCall> clearing(List<Integer> leaving) {
        if (spec.deleteBehaviour() != DeleteBehaviour.CLEAR_FIELDS) {
            return List.of();
        }
        var rows = leaving.stream()
                .filter(row -> !batch.changes().get(row).fields().isEmpty())
                .toList();
        return calls("/users/bulkUpdate", rows, true);
    }

    private List<HttpCall> calls(String resource, List<Integer> rows, boolean clears) {
        var users = new HashMap<Integer, ObjectNode>();
        rows.forEach(row -> users.put(row, user(row, clears)));
        var room = IterableConnector.BYTES_PER_REQUEST - ENVELOPE;
        return Chunks.cut(rows, IterableConnector.ROWS_PER_BATCH, room, row -> Json.write(users.get(row)).length + 1)
                .stream()
                .map(chunk -> call(resource, chunk, users))
                .toList();
    }

    private HttpCall call(String resource, List<Integer> rows, Map<Integer, ObjectNode> users) {
        var body = Json.mapper().createObjectNode();
        switch (resource) {
            case "/lists/subscribe" -> list(body).put("updateExistingUsersOnly", project.updatesExistingOnly(spec));
            case "/lists/unsubscribe" -> list(body).put("channelUnsubscribe", false);
            default -> {}
        }
        var array = body.putArray(resource.equals("/users/bulkUpdate") ? "users" : "subscribers");
        rows.forEach(row -> array.add(users.get(row)));
        return api.post(resource).json(body).rows(rows).idempotent().build();
    }

    /** A number, unless nobody has asked for the list yet. */
    private ObjectNode list(ObjectNode body) {
        return list.matches("[0-9]{1,18}") ? body.put("listId", Long.parseLong(list)) : body.put("listId", list);
    }

    private ObjectNode user(int row, boolean clears) {
        var change = batch.changes().get(row);
        var user = Json.mapper().createObjectNode();
        if (change.change() == MemberChange.Kind.REMOVE && !clears) {
            return user.put(Project.byEmail(spec) ? "email" : "userId", keys.get(row));
        }
        project.name(user, keys.get(row), spec);
        if (clears) {
            fields.clear(user, change.fields());
        } else {
            fields.put(user, change.fields());
        }
        return user;
    }

    private List<Outcome> send(HttpCall call) {
        var answer = api.ask(call);
        if (!answer.successful()) {
            return List.of(RequestErrors.ofRow(call, answer));
        }
        var report = Report.of(answer);
        var outcomes = report.outcomes(call, keys::get);
        var placed = new ArrayList<Outcome>();
        for (var i = 0; i < outcomes.size(); i++) {
            var row = call.rows().get(i);
            placed.add(withAllFields(row, report, forRow(row, outcomes.get(i))));
        }
        return placed;
    }

    /** Somebody of whom Iterable left out a field would be taken for up to date: the sync pauses instead. */
    private Outcome withAllFields(int row, Report report, Outcome outcome) {
        var sent = batch.changes().get(row).change() == MemberChange.Kind.REMOVE
                        && spec.deleteBehaviour() != DeleteBehaviour.CLEAR_FIELDS
                ? Set.<String>of()
                : batch.changes().get(row).fields().keySet();
        return sent.stream()
                .filter(field -> outcome instanceof Outcome.Accepted && report.leftOut(field))
                .findFirst()
                .<Outcome>map(field -> new Outcome.Retry(
                        Problem.of(
                                        ProblemCode.INVALID_SETTING,
                                        "Iterable leaves this field out: create it there, or take it out of the mapping.")
                                .at(field)
                                .vendor("filteredOutFields"),
                        Duration.ZERO))
                .orElse(outcome);
    }

    /** Whoever is not there, or forgotten, has left. */
    private Outcome forRow(int row, Outcome outcome) {
        var leaves = batch.changes().get(row).change() == MemberChange.Kind.REMOVE;
        if (leaves
                && outcome instanceof Outcome.Rejected rejected
                && isAbsent(rejected.problem().code())) {
            unknown.add(row);
            return new Outcome.Accepted("");
        }
        return outcome;
    }

    private static boolean isAbsent(ProblemCode code) {
        return code == ProblemCode.NOT_FOUND || code == ProblemCode.FORGOTTEN;
    }

    /** They have left the list by now: what fails is tried again with that. */
    private List<Outcome> clear(HttpCall call) {
        try {
            return send(call);
        } catch (ConnectorException failure) {
            var again = new Outcome.Retry(failure.problem(), failure.after());
            return call.rows().stream().map(row -> (Outcome) again).toList();
        }
    }
}

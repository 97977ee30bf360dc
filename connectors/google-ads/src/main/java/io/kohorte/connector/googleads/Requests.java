// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.connector.googleads.Work.Sweep;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes out for a batch: who enters or changes in one request, who leaves in another, and the end of a snapshot. */
final class Requests {

    /**
     * By which our clock may be ahead of Google's, so that nobody who was taken in at the beginning of a snapshot goes at its
     * end. Whoever was told last so shortly before it, and should go, goes with the next one.
     */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final DataManagerApi api;
    private final Account account;
    private final Identifiers forms;
    private final Consents consents;
    private final boolean termsAccepted;

    Requests(DataManagerApi api, Account account, Identifiers forms, Consents consents, boolean termsAccepted) {
        this.api = api;
        this.account = account;
        this.forms = forms;
        this.consents = consents;
        this.termsAccepted = termsAccepted;
    }

    /** The end of a snapshot; empty where the batch ends none. */
    static Optional<Sweep> sweep(RemoteAudience audience, Batch batch) {
        return batch.snapshot()
                .filter(Snapshot::last)
                .map(end -> new Sweep(audience.remoteId(), end.asOf().minus(CLOCKS_DIFFER)));
    }

    /** Whether nobody is sent, and all that is left to do is to remove whoever is not in the snapshot. */
    static boolean sweepsOnly(Plan plan) {
        return !plan.calls().isEmpty()
                && plan.calls().stream().allMatch(call -> call.rows().isEmpty());
    }

    Plan plan(RemoteAudience audience, Batch batch) {
        var spec = audience.spec();
        var refused = new ArrayList<Preview.Refusal>();
        var staying = new Members();
        var leaving = new Members();
        var kind = ListKind.of(spec);
        var keys = Stream.concat(Stream.of(spec.matchKey()), spec.fallbackKeys().stream())
                .toList();
        var declared = spec.options().text("consent", "person").equals("declared");
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            Member.requireKnown(change);
            var leaves = change.change() == MemberChange.Kind.REMOVE;
            var member = kind.member(change, forms);
            var outcome = heldBack(spec, change, leaves, declared, member, keys);
            if (outcome.isPresent()) {
                refused.add(new Preview.Refusal(row, outcome.get()));
            } else {
                (leaves ? leaving : staying).add(row, member);
            }
        }
        var calls = new ArrayList<HttpCall>();
        var list = audience.remoteId();
        if (!staying.isEmpty()) {
            calls.add(ingest(list, kind, staying));
        }
        if (!leaving.isEmpty()) {
            calls.add(remove(list, kind, leaving));
        }
        if (calls.isEmpty()) {
            sweep(audience, batch).ifPresent(end -> calls.add(removeAll(end)));
        }
        return new Plan(batch.size(), calls, refused);
    }

    private Optional<Outcome> heldBack(
            AudienceSpec spec,
            MemberChange change,
            boolean leaves,
            boolean declared,
            Member member,
            List<String> keys) {
        if (leaves && spec.deleteBehaviour() == DeleteBehaviour.NOTHING && spec.mode() != SyncMode.REMOVE) {
            return Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        if (!leaves && !consents.allow(change.consent(), declared)) {
            return Optional.of(new Outcome.Skipped(SkipReason.NO_CONSENT));
        }
        if (member.usable(keys)) {
            return Optional.empty();
        }
        return Optional.of(keys.stream()
                .filter(key -> change.subject().identifier(key).isPresent())
                .findFirst()
                .map(key -> HeldBack.rejected(ProblemCode.IDENTIFIER_INVALID, key))
                .orElseGet(() -> HeldBack.rejected(ProblemCode.IDENTIFIER_MISSING, keys.get(0))));
    }

    /** Members of one request, and their places in the batch. */
    private static final class Members {

        private final List<Integer> rows = new ArrayList<>();
        private final List<Member> all = new ArrayList<>();

        void add(int row, Member member) {
            rows.add(row);
            all.add(member);
        }

        boolean isEmpty() {
            return all.isEmpty();
        }
    }

    private HttpCall ingest(String list, ListKind kind, Members members) {
        return call("audienceMembers:ingest", members, json -> {
            json.writeStartObject();
            body(json, list, kind, members);
            Consents.write(json);
            if (termsAccepted) {
                json.writeObjectFieldStart("termsOfService");
                json.writeStringField("customerMatchTermsOfServiceStatus", "ACCEPTED");
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private HttpCall remove(String list, ListKind kind, Members members) {
        return call("audienceMembers:remove", members, json -> {
            json.writeStartObject();
            body(json, list, kind, members);
            json.writeEndObject();
        });
    }

    private void body(JsonGenerator json, String list, ListKind kind, Members members) throws IOException {
        account.write(json, list);
        json.writeArrayFieldStart("audienceMembers");
        for (var member : members.all) {
            member.write(json);
        }
        json.writeEndArray();
        if (kind.isHashed()) {
            json.writeStringField("encoding", "HEX");
        }
    }

    private HttpCall call(String method, Members members, Json.Body body) {
        return api.post(method)
                .body("application/json", Json.write(body))
                .rows(members.rows)
                .idempotent()
                .build();
    }

    HttpCall removeAll(Sweep end) {
        return api.post("audienceMembers:removeAll")
                .body("application/json", Json.write(json -> {
                    json.writeStartObject();
                    account.write(json, end.list());
                    json.writeStringField("removeAsOfTime", end.asOf().toString());
                    json.writeEndObject();
                }))
                .idempotent()
                .build();
    }
}

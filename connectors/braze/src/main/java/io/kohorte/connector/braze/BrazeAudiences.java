// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

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
import io.kohorte.toolkit.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Members are users with an attribute; an audience comes into being with its first member. */
final class BrazeAudiences implements AudienceWriter {

    private static final byte[] BEFORE = "{\"attributes\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER = "]}".getBytes(StandardCharsets.UTF_8);

    private final BrazeSettings settings;
    private final BrazeApi api;
    private final UserKeys keys;
    private final Deletion deletion;

    BrazeAudiences(BrazeSettings settings, BrazeApi api) {
        this.settings = settings;
        this.api = api;
        this.keys = new UserKeys(settings);
        this.deletion = new Deletion(api);
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, AudienceOptions.of(spec).attribute());
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return script(audience.spec(), batch).plan().preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var script = script(audience.spec(), batch);
        return script.plan()
                .write(call -> script.deletions().contains(call) ? deletion.send(call, batch) : send(call, batch));
    }

    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        return deletion.erase(keys, subjects);
    }

    private List<Outcome> send(HttpCall call, Batch batch) {
        var changes = call.rows().stream().map(batch.changes()::get).toList();
        return TrackAnswer.read(call, api.sendUsers(call), changes);
    }

    /** @param deletions those calls of the plan that delete users */
    private record Script(Plan plan, List<HttpCall> deletions) {}

    private Script script(AudienceSpec spec, Batch batch) {
        var options = AudienceOptions.of(spec);
        var users = new ArrayList<UserObject>();
        var leaving = new ArrayList<Deletion.Row>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < batch.size(); row++) {
            var fate = fate(row, batch.changes().get(row), spec, options);
            if (fate instanceof Fate.Tracked tracked) {
                users.add(tracked.user());
            } else if (fate instanceof Fate.Deleted deleted) {
                leaving.add(deleted.row());
            } else if (fate instanceof Fate.HeldBack held) {
                refused.add(new Preview.Refusal(row, held.outcome()));
            }
        }
        var calls = new ArrayList<HttpCall>();
        for (var chunk : Chunks.cut(
                users,
                settings.usersPerRequest(),
                settings.limits().bytesPerRequest() - BEFORE.length - AFTER.length,
                UserObject::bytes)) {
            calls.add(track(chunk));
        }
        var deletions = deletion.calls(leaving);
        calls.addAll(deletions);
        return new Script(new Plan(batch.size(), calls, refused), deletions);
    }

    /** What becomes of a change. */
    private sealed interface Fate {

        Fate NOTHING_TO_SEND = new HeldBack(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));

        record Tracked(UserObject user) implements Fate {}

        record Deleted(Deletion.Row row) implements Fate {}

        record HeldBack(Outcome outcome) implements Fate {}
    }

    private Fate fate(int row, MemberChange change, AudienceSpec spec, AudienceOptions options) {
        var behaviour = spec.deleteBehaviour();
        var left = change.change() == MemberChange.Kind.REMOVE;
        if (left && behaviour == DeleteBehaviour.NOTHING) {
            return Fate.NOTHING_TO_SEND;
        }
        var found = keys.find(spec, change.subject());
        if (!(found instanceof UserKeys.Found.Usable usable)) {
            return new Fate.HeldBack(((UserKeys.Found.Refused) found).outcome());
        }
        if (left && behaviour == DeleteBehaviour.DELETE) {
            return new Fate.Deleted(new Deletion.Row(row, usable.key()));
        }
        var forbidden = UserObject.forbidden(change, options);
        if (forbidden.isPresent()) {
            return rejected("A mapping cannot write this attribute of Braze.", forbidden.get());
        }
        return UserObject.of(row, change, usable.key(), options, behaviour)
                .map(user -> user.json().length > UserObject.LARGEST
                        ? rejected("Braze takes at most 100 kB about a person.", "")
                        : new Fate.Tracked(user))
                .orElse(Fate.NOTHING_TO_SEND);
    }

    private static Fate rejected(String sentence, String field) {
        return new Fate.HeldBack(new Outcome.Rejected(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(field)));
    }

    private HttpCall track(List<UserObject> users) {
        var body = new ByteArrayOutputStream(
                users.stream().mapToInt(UserObject::bytes).sum() + 32);
        body.writeBytes(BEFORE);
        for (var user : users) {
            if (body.size() > BEFORE.length) {
                body.write(',');
            }
            body.writeBytes(user.json());
        }
        body.writeBytes(AFTER);
        return api.post(settings.bulk() ? BrazeApi.BULK : BrazeApi.TRACK)
                .body("application/json", body.toByteArray())
                .rows(users.stream().map(UserObject::position).toList())
                .idempotent()
                .build();
    }
}

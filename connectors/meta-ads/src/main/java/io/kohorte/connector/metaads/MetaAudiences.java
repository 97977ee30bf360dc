// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import io.kohorte.connector.metaads.Columns.Column;
import io.kohorte.connector.metaads.People.Person;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
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
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Members of Custom Audiences. Who enters or changes goes out by {@code POST users}, who leaves by {@code DELETE users}, a
 * snapshot by {@code POST usersreplace} in one session, and who is to be forgotten by {@code DELETE usersofanyaudience}.
 *
 * <p>From memory, since Meta's pages do not say it: that a part of a session told twice counts once, and that a replacing
 * session may end with a part without people.
 */
final class MetaAudiences implements AudienceWriter {

    private final GraphApi api;
    private final CustomAudiences audiences;
    private final List<Column> columns;
    private final List<String> namespaces;

    MetaAudiences(GraphApi api, List<Column> columns) {
        this.api = api;
        this.audiences = new CustomAudiences(api);
        this.columns = columns;
        this.namespaces = People.namespaces(columns).toList();
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, audiences.ensure(possible(spec)));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return plan(audience, batch).count(call -> counted(call, Receipt::read));
    }

    @Override
    public void retire(RemoteAudience audience) {
        audiences.delete(audience);
    }

    /** Takes people out of every audience of the ad account; Meta keeps nothing else of them that an advertiser can erase. */
    @Override
    public BatchResult erase(List<SubjectKeys> subjects) {
        var calls = new ArrayList<HttpCall>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var from = 0; from < subjects.size(); from += MetaAdsConnector.ROWS_PER_CALL) {
            var to = Math.min(subjects.size(), from + MetaAdsConnector.ROWS_PER_CALL);
            var people = subjects.subList(from, to).stream()
                    .map(subject -> new Person(subject, Map.of()))
                    .toList();
            var table = new People(columns, people);
            var rows = new ArrayList<Integer>();
            for (var i = 0; i < people.size(); i++) {
                if (table.add(people.get(i), namespaces).isEmpty()) {
                    rows.add(from + i);
                } else {
                    refused.add(new Preview.Refusal(from + i, new Outcome.Skipped(SkipReason.NO_IDENTIFIER)));
                }
            }
            if (!rows.isEmpty()) {
                calls.add(call(api.delete(api.account() + "/usersofanyaudience"), table, rows));
            }
        }
        return new Plan(subjects.size(), calls, refused).count(call -> counted(call, Receipt::erased));
    }

    private Plan plan(RemoteAudience audience, Batch batch) {
        var spec = possible(audience.spec());
        var node = audience.remoteId();
        var refused = new ArrayList<Preview.Refusal>();
        if (batch.snapshot().isPresent()) {
            var session = Session.of(batch.snapshot().get());
            var all = IntStream.range(0, batch.size()).boxed().toList();
            var call = call(api.post(node + "/usersreplace"), spec, batch, all, session, refused);
            return new Plan(batch.size(), List.of(call), refused);
        }
        var session = Session.of(batch.key());
        var calls = new ArrayList<HttpCall>();
        var staying = positions(batch, false);
        if (!staying.isEmpty()) {
            calls.add(call(api.post(node + "/users"), spec, batch, staying, session, refused));
        }
        var leaving = positions(batch, true);
        if (spec.deleteBehaviour() == DeleteBehaviour.NOTHING && spec.mode() != SyncMode.REMOVE) {
            leaving.forEach(
                    row -> refused.add(new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND))));
        } else if (!leaving.isEmpty()) {
            calls.add(call(api.delete(node + "/users"), spec, batch, leaving, session, refused));
        }
        calls.removeIf(call -> call.rows().isEmpty());
        return new Plan(batch.size(), calls, refused);
    }

    private static List<Integer> positions(Batch batch, boolean leaving) {
        return IntStream.range(0, batch.size())
                .filter(row -> (batch.changes().get(row).change() == MemberChange.Kind.REMOVE) == leaving)
                .boxed()
                .toList();
    }

    private HttpCall call(
            HttpCall.Builder call,
            AudienceSpec spec,
            Batch batch,
            List<Integer> positions,
            Session session,
            List<Preview.Refusal> refused) {
        var keys = Stream.concat(Stream.of(spec.matchKey()), spec.fallbackKeys().stream())
                .toList();
        var people = positions.stream()
                .map(batch.changes()::get)
                .map(change -> new Person(change.subject(), change.fields()))
                .toList();
        var table = new People(columns, people);
        var rows = new ArrayList<Integer>(people.size());
        for (var i = 0; i < people.size(); i++) {
            var row = positions.get(i);
            table.add(people.get(i), keys)
                    .ifPresentOrElse(
                            problem -> refused.add(new Preview.Refusal(row, new Outcome.Rejected(problem))),
                            () -> rows.add(row));
        }
        return call(call, table, rows, session);
    }

    private static HttpCall call(HttpCall.Builder call, People table, List<Integer> rows, Session session) {
        return call(call, rows, json -> {
            json.writeStartObject();
            session.write(json);
            json.writeObjectFieldStart("payload");
            table.write(json);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static HttpCall call(HttpCall.Builder call, People table, List<Integer> rows) {
        return call(call, rows, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("payload");
            table.write(json);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static HttpCall call(HttpCall.Builder call, List<Integer> rows, Json.Body body) {
        return call.body("application/json", Json.write(body))
                .rows(rows)
                .idempotent()
                .build();
    }

    /** Counts, unless a row that stood alone was refused: then it is to blame. */
    private BatchResult counted(HttpCall call, BiFunction<HttpAnswer, Integer, BatchResult> receipt) {
        try {
            return receipt.apply(api.send(call), call.rows().size());
        } catch (ConnectorException refusal) {
            if (call.rows().size() != 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
                throw refusal;
            }
            var problem = Problem.of(ProblemCode.FIELD_INVALID, "Meta refused this person's data.")
                    .vendor(refusal.problem().vendorCode());
            return new BatchResult.Done(List.of(new Outcome.Rejected(problem)));
        }
    }

    private AudienceSpec possible(AudienceSpec spec) {
        if (spec.mode() == SyncMode.UPDATE) {
            throw setting("Meta cannot tell who is in an audience already: choose mirror, add or upsert.");
        }
        if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS
                || spec.deleteBehaviour() == DeleteBehaviour.DELETE) {
            throw setting("Meta keeps no fields and deletes nobody: choose to remove people from the audience.");
        }
        if (!namespaces.contains(spec.matchKey())) {
            throw setting(
                    "Meta finds people by " + String.join(", ", namespaces) + ": choose one of them as match key.");
        }
        return spec;
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}

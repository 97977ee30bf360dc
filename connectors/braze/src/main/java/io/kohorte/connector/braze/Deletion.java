// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.InTurn;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;

/**
 * Users leave Braze for good: {@code /users/delete}, 50 of one kind of key a request. Who is not there is gone already, so
 * asking twice is asking once. Of several users with one e-mail address, Braze deletes one a request, the identified one
 * first.
 */
final class Deletion {

    /** https://www.braze.com/docs/api/endpoints/user_data/post_user_delete. */
    private static final int KEYS_PER_REQUEST = 50;

    private static final Outcome GONE = new Outcome.Accepted("");

    private final BrazeApi api;

    Deletion(BrazeApi api) {
        this.api = api;
    }

    /** @param row position in the batch */
    record Row(int row, UserKey key) {}

    List<HttpCall> calls(List<Row> rows) {
        var byKind = new EnumMap<UserKey.Kind, List<Row>>(UserKey.Kind.class);
        rows.forEach(row -> byKind.computeIfAbsent(row.key().kind(), kind -> new ArrayList<>())
                .add(row));
        var calls = new ArrayList<HttpCall>();
        byKind.forEach((kind, ofKind) -> Chunks.cut(ofKind, KEYS_PER_REQUEST, Long.MAX_VALUE, row -> 1)
                .forEach(chunk -> calls.add(call(kind, chunk))));
        return calls;
    }

    private HttpCall call(UserKey.Kind kind, List<Row> rows) {
        var body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart(kind.array);
            for (var row : rows) {
                row.key().writeForDeletion(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return api.post(BrazeApi.DELETE)
                .body("application/json", body)
                .rows(rows.stream().map(Row::row).distinct().toList())
                .idempotent()
                .build();
    }

    /** One outcome per row of the call. */
    List<Outcome> send(HttpCall call, Batch batch) {
        var answer = api.send(call);
        if (!answer.successful()) {
            return List.of(RequestErrors.refusedRow(
                    call, answer, batch.changes().get(call.rows().get(0))));
        }
        expectDeleted(answer);
        return Collections.nCopies(call.rows().size(), GONE);
    }

    /** Deletes people by every key that Braze may know them by. */
    BatchResult erase(UserKeys keys, List<SubjectKeys> subjects) {
        var rows = new ArrayList<Row>();
        var outcomes = new Outcome[subjects.size()];
        Arrays.fill(outcomes, new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
        for (var row = 0; row < subjects.size(); row++) {
            for (var key : keys.of(subjects.get(row))) {
                rows.add(new Row(row, key));
                outcomes[row] = GONE;
            }
        }
        InTurn.send(calls(rows), this::erase, (call, again) -> call.rows().forEach(row -> outcomes[row] = again));
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private void erase(HttpCall call) {
        var answer = api.send(call);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        expectDeleted(answer);
    }

    private static void expectDeleted(HttpAnswer answer) {
        if (!answer.json().path("deleted").isIntegralNumber()) {
            throw answer.badResponse("without saying how many it deletes");
        }
    }
}

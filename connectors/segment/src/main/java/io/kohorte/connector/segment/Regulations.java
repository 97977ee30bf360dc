// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deletes people by a regulation: their data is deleted and nothing new about them is taken. Both vendors know people by
 * {@code userId} here, work for days, and take a regulation that comes twice for the same wish.
 *
 * <p>Segment: {@code POST /regulations} of the Public API, at most 5,000 ids a call. RudderStack: {@code POST
 * /v2/regulations}, in the destinations named; RudderStack itself keeps nothing to delete.
 */
final class Regulations {

    private final Deletion deletion;
    private final String userIdentity;
    private final SafeHttp http;

    Regulations(TrackingSettings settings, SafeHttp http) {
        this.deletion = settings.deletion();
        this.userIdentity = settings.userIdentity();
        this.http = http;
    }

    /** Whether anybody can be deleted with these settings. */
    boolean configured() {
        return deletion.token().isPresent();
    }

    /** Tells a wrong token from one that may not delete. */
    void probe() {
        var path =
                switch (deletion.vendor()) {
                    case SEGMENT -> "/suppressions?pagination.count=1";
                    case RUDDERSTACK -> "/v2/regulations";
                };
        var call = http.get(deletion.url() + path)
                .secret("authorization", bearer())
                .build();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw ErrorTable.STANDARD.refusal(call, answer);
        }
        answer.json();
    }

    BatchResult erase(List<SubjectKeys> subjects) {
        if (deletion.vendor() == Vendor.RUDDERSTACK && deletion.destinations().isEmpty()) {
            throw setting("Deleting needs the ids of the destinations in which people are to be deleted.");
        }
        var named = IntStream.range(0, subjects.size())
                .boxed()
                .filter(row -> subjects.get(row).identifier(userIdentity).isPresent())
                .toList();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < subjects.size(); row++) {
            if (!named.contains(row)) {
                refused.add(new Preview.Refusal(row, new Outcome.Skipped(SkipReason.NO_IDENTIFIER)));
            }
        }
        var calls = Chunks.cut(named, mostSubjects(), Long.MAX_VALUE, row -> 0).stream()
                .map(rows -> request(subjects, rows))
                .toList();
        return new Plan(subjects.size(), calls, refused).write(this::send);
    }

    private int mostSubjects() {
        return switch (deletion.vendor()) {
            case SEGMENT -> 5_000;
            case RUDDERSTACK -> 1_000; // from memory
        };
    }

    private HttpCall request(List<SubjectKeys> subjects, List<Integer> rows) {
        var ids = rows.stream()
                .map(row ->
                        subjects.get(row).identifier(userIdentity).orElseThrow().strip())
                .toList();
        var path = deletion.vendor() == Vendor.SEGMENT ? "/regulations" : "/v2/regulations";
        return http.post(deletion.url() + path)
                .secret("authorization", bearer())
                .json(deletion.vendor() == Vendor.SEGMENT ? segment(ids) : rudderStack(ids))
                .rows(rows)
                .idempotent()
                .build();
    }

    private static JsonNode segment(List<String> ids) {
        var body = Json.mapper()
                .createObjectNode()
                .put("regulationType", "SUPPRESS_WITH_DELETE")
                .put("subjectType", "USER_ID");
        ids.forEach(body.putArray("subjectIds")::add);
        return body;
    }

    private JsonNode rudderStack(List<String> ids) {
        var body = Json.mapper().createObjectNode().put("regulationType", "suppress_with_delete");
        deletion.destinations().forEach(body.putArray("destinationIds")::add);
        var users = body.putArray("users");
        ids.forEach(id -> users.addObject().put("userId", id));
        return body;
    }

    private List<Outcome> send(HttpCall call) {
        var answer = http.send(call);
        if (!answer.successful()) {
            return List.of(ErrorTable.STANDARD.refusedRow(call, answer));
        }
        return Collections.nCopies(call.rows().size(), new Outcome.Accepted(regulation(answer)));
    }

    /** The vendor's id of the regulation: by it, the vendor's pages tell how far it has come. */
    private String regulation(HttpAnswer answer) {
        var json = answer.json();
        var id =
                switch (deletion.vendor()) {
                    case SEGMENT -> json.at("/data/regulateId");
                    case RUDDERSTACK -> (json.isArray() ? json.path(0) : json).path("id");
                };
        if (!id.isTextual() || id.asText().isBlank()) {
            throw answer.badResponse("without the id of a regulation");
        }
        return id.asText();
    }

    private Secret bearer() {
        return new Secret("Bearer "
                + deletion.token()
                        .orElseThrow(() -> setting("Deleting people needs the token of the management API."))
                        .reveal());
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}

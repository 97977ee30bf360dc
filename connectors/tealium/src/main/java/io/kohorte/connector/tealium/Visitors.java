// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.batch.InTurn;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Deletes visitors by the Visitor Privacy API: every visitor that has one of the person's identities, with what is
 * stitched to it, within 30 days. A visitor who is not there is deleted.
 *
 * <p>https://docs.tealium.com/api/v3/visitor-privacy/endpoints/
 */
final class Visitors {

    private final TealiumSettings settings;
    private final SafeHttp http;
    private final Session session;

    Visitors(TealiumSettings settings, SafeHttp http, Session session) {
        this.settings = settings;
        this.http = http;
        this.session = session;
    }

    BatchResult erase(List<SubjectKeys> subjects) {
        if (!settings.authenticated()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "Deleting visitors needs the API with a user and a key."));
        }
        var outcomes = new Outcome[subjects.size()];
        InTurn.send(
                IntStream.range(0, outcomes.length).boxed().toList(),
                row -> outcomes[row] = erase(subjects.get(row), row),
                (row, again) -> outcomes[row] = again);
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private Outcome erase(SubjectKeys subject, int row) {
        var transactions = new ArrayList<String>();
        var known = false;
        for (Map.Entry<String, String> attribute : new TreeMap<>(settings.visitorAttributes()).entrySet()) {
            var identity = subject.identifier(attribute.getKey());
            if (identity.isPresent()) {
                known = true;
                transactions.add(delete(attribute.getValue(), identity.get().strip(), row));
            }
        }
        return known
                ? new Outcome.Accepted(String.join(" ", transactions).strip())
                : new Outcome.Skipped(SkipReason.NO_IDENTIFIER);
    }

    /** The number of the transaction, or nothing where there is no such visitor. */
    private String delete(String attribute, String value, int row) {
        var answer = session.send(token -> call(token, attribute, value, row));
        if (answer.status() == 404) {
            return "";
        }
        if (!answer.successful()) {
            throw ErrorTable.STANDARD.refusal(planned(row), answer);
        }
        var transaction = answer.json().path("transactionId");
        if (!transaction.isValueNode() || transaction.asText().isBlank()) {
            throw answer.badResponse("without the number of a transaction");
        }
        return transaction.asText();
    }

    private HttpCall call(Session.Token token, String attribute, String value, int row) {
        return http.delete(token.host() + "/v3/privacy/visitor" + settings.place())
                .secret("authorization", new Secret("Bearer " + token.value().reveal()))
                .body(Form.TYPE, new Form("attributeId", attribute, "attributeValue", value).bytes())
                .rows(List.of(row))
                .idempotent()
                .build();
    }

    private HttpCall planned(int row) {
        return http.delete("https://{host}/v3/privacy/visitor" + settings.place())
                .rows(List.of(row))
                .idempotent()
                .build();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.List;

/**
 * What a refused request means. The body is {@code {"errors":[{"code","title","detail","source":{"pointer"}}]}}. Its shape
 * is Klaviyo's specification; the codes beside {@code invalid} and {@code duplicate_profile} are from memory, so that
 * where one is unknown the HTTP status speaks.
 */
final class ApiErrors {

    private static final ErrorTable TABLE = ErrorTable.STANDARD
            .codeAt("/errors/0/code")
            .with(410, ProblemCode.VERSION_RETIRED) // a revision is served for two years
            .with(ProblemCode.CREDENTIALS_REJECTED, "not_authenticated", "authentication_failed")
            .with(ProblemCode.NOT_PERMITTED, "permission_denied")
            .with(ProblemCode.RATE_LIMITED, "throttled")
            .saying(ProblemCode.CREDENTIALS_REJECTED, "Klaviyo does not accept the private key.")
            .saying(ProblemCode.NOT_PERMITTED, "The private key lacks a scope that this needs.")
            .saying(ProblemCode.RATE_LIMITED, "Klaviyo asks for fewer requests.");

    private ApiErrors() {}

    /** What to throw for an answer that is no success. */
    static ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        return TABLE.refusal(call, answer);
    }

    /**
     * The outcome of a call about one person.
     *
     * @throws ConnectorException where the refusal is not about the person
     */
    static Outcome refusedRow(HttpCall call, HttpAnswer answer, MemberChange change) {
        var refusal = refusal(call, answer);
        if (refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        return errors(answer).stream()
                .findFirst()
                .<Outcome>map(error -> error.rejection(VendorText.clean(error.detail(), change)))
                .orElseGet(() -> TABLE.refusedRow(call, answer));
    }

    /** The errors an answer names; none when its body is something else. */
    static List<RowError> errors(HttpAnswer answer) {
        var errors = new ArrayList<RowError>();
        answer.maybeJson()
                .map(body -> body.path("errors"))
                .filter(JsonNode::isArray)
                .ifPresent(all -> all.forEach(error -> errors.add(RowError.of(error))));
        return errors;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;

/**
 * What a refused request means: {@code {"errors": [{"code": "BAD_REQUEST", "message": "…"}]}}, or no body at all. mParticle
 * says 401 where credentials are missing and 403 where they are wrong (https://docs.mparticle.com/developers/apis/http).
 * A 400 names no batch, so the request is halved until the bad one stands alone.
 */
final class RequestErrors {

    private static final ErrorTable TABLE = ErrorTable.STANDARD
            .with(403, ProblemCode.CREDENTIALS_REJECTED)
            .with(404, ProblemCode.INVALID_SETTING)
            .with(410, ProblemCode.VERSION_RETIRED);

    /** Which limit was hit; of {@code acceleration}, the rate rose too fast. */
    private static final String LIMIT = "x-mp-rate-limit-exceeded";

    /** What is asked of those whose rate rose too fast, where mParticle names no wait. */
    private static final Duration AFTER_ACCELERATION = Duration.ofSeconds(30);

    private RequestErrors() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        var standard = TABLE.refusal(call, answer);
        return switch (answer.status()) {
            case 401, 403 ->
                new ConnectorException(Problem.of(
                                ProblemCode.CREDENTIALS_REJECTED,
                                "mParticle does not know this key and secret: they belong to one pod, and to one input or"
                                        + " workspace.")
                        .vendor(Integer.toString(answer.status())));
            case 429 -> throttled(answer, standard);
            default -> standard;
        };
    }

    /**
     * The outcome of a call that carried one person, whom mParticle refused.
     *
     * @throws ConnectorException where the refusal is about something else
     */
    static Outcome refusedRow(HttpCall call, HttpAnswer answer, MemberChange about) {
        var refusal = of(call, answer);
        if (call.rows().size() != 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        return new Outcome.Rejected(
                problem(answer, VendorText.clean(error(answer).path("message").asText(""), about)));
    }

    /** What is wrong with a request about one person, in mParticle's words or ours. */
    static Problem problem(HttpAnswer answer, String sentence) {
        var code = VendorText.clean(error(answer).path("code").asText(""));
        return Problem.of(ProblemCode.FIELD_INVALID, sentence.isEmpty() ? "mParticle refused this person." : sentence)
                .vendor(code.isEmpty() ? Integer.toString(answer.status()) : code);
    }

    private static ConnectorException throttled(HttpAnswer answer, ConnectorException standard) {
        var limit = VendorText.clean(answer.header(LIMIT).orElse("")).replace("\"", "");
        var wait = answer.retryAfter().orElse(limit.equals("acceleration") ? AFTER_ACCELERATION : Duration.ZERO);
        return new ConnectorException(standard.problem().vendor(limit.isEmpty() ? "429" : "429 " + limit), wait);
    }

    private static JsonNode error(HttpAnswer answer) {
        return answer.maybeJson().map(json -> json.path("errors").path(0)).orElseGet(MissingNode::getInstance);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a refused request means. The body is {@code {"title", "status", "detail", "instance"}}; without one, a 403 is no
 * refusal of the key but of the pace: it comes from the machines before the API.
 */
final class Refusals {

    private static final ErrorTable STATUSES =
            ErrorTable.STANDARD.with(404, ProblemCode.AUDIENCE_GONE).with(414, ProblemCode.INVALID_SETTING);

    private Refusals() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        var standard = STATUSES.refusal(call, answer);
        var title = problem(answer).map(problem -> problem.path("title").asText(""));
        if (answer.status() == 403) {
            var problem = title.map(Refusals::forbidden).orElseGet(Refusals::tooFast);
            return new ConnectorException(problem, standard.after());
        }
        return title.filter(text -> !text.isBlank())
                .map(text -> new ConnectorException(
                        standard.problem().vendor(answer.status() + " " + VendorText.clean(text)), standard.after()))
                .orElse(standard);
    }

    /** The vendor's own words about an answer that is no success; empty when something before the API answered. */
    static Optional<JsonNode> problem(HttpAnswer answer) {
        return answer.maybeJson().filter(Refusals::isProblem);
    }

    static boolean isProblem(JsonNode body) {
        return body.path("title").isTextual();
    }

    /** Of one operation of a job, when it is not about the person: whoever it concerns comes again. */
    static Outcome ofOperation(int status, Optional<JsonNode> problem) {
        if (status == 403) {
            var said = problem.map(body -> forbidden(body.path("title").asText("")));
            return new Outcome.Retry(said.orElseGet(Refusals::tooFast), Duration.ZERO);
        }
        var code = STATUSES.code(status);
        if (code == ProblemCode.BATCH_REFUSED) {
            return new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "Mailchimp refused this contact.")
                    .vendor(Integer.toString(status)));
        }
        return new Outcome.Retry(
                Problem.of(code, "An operation of the job failed (HTTP " + status + ").")
                        .vendor(Integer.toString(status)),
                Duration.ZERO);
    }

    private static Problem tooFast() {
        return Problem.of(ProblemCode.RATE_LIMITED, "Mailchimp asks for fewer requests (HTTP 403 without a reason).")
                .vendor("403");
    }

    private static Problem forbidden(String title) {
        var word = title.replace(" ", "").toLowerCase(Locale.ROOT);
        var problem =
                switch (word) {
                    case "userdisabled" ->
                        Problem.of(ProblemCode.CREDENTIALS_REJECTED, "The user of this API key is disabled.");
                    case "wrongdatacenter" ->
                        Problem.of(ProblemCode.INVALID_SETTING, "The account lives in another data centre.");
                    default -> Problem.of(ProblemCode.NOT_PERMITTED, "The user of this API key may not do this.");
                };
        return problem.vendor("403 " + VendorText.clean(title));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a refused request means. Braze has no error codes, only a sentence: {@code {"message": "…", "errors": […]}}, see
 * https://www.braze.com/docs/api/errors. The words that tell a missing permission from an unknown key are from memory.
 */
final class RequestErrors {

    private static final ErrorTable TABLE =
            ErrorTable.STANDARD.with(404, ProblemCode.INVALID_SETTING).with(410, ProblemCode.VERSION_RETIRED);

    private static final Pattern PERMISSION = Pattern.compile("permission|access denied|not authori[sz]ed to");

    private RequestErrors() {}

    /** A refusal of what was sent, by a Braze that took the key: 400 with a sentence. */
    static boolean aboutTheContent(HttpAnswer answer) {
        return answer.status() == 400 && !message(answer).isEmpty();
    }

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        var standard = TABLE.problem(call, answer);
        return switch (answer.status()) {
            case 401, 403 -> refusedKey(answer, standard);
            case 404 ->
                new ConnectorException(Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "There is no such interface at this REST endpoint: take the address of your instance.")
                        .vendor("404"));
            default -> new ConnectorException(standard, wait(answer));
        };
    }

    /**
     * The outcome of a call that carried one user, whom Braze refused: with nothing left to halve, it is about that user.
     *
     * @throws ConnectorException where the refusal is about something else
     */
    static Outcome refusedRow(HttpCall call, HttpAnswer answer, MemberChange about) {
        var refusal = of(call, answer);
        if (call.rows().size() != 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        var sentence = VendorText.clean(message(answer), about);
        return new Outcome.Rejected(
                Problem.of(ProblemCode.FIELD_INVALID, sentence.isEmpty() ? "Braze refused this user." : sentence)
                        .vendor(Integer.toString(answer.status())));
    }

    /** An unknown key and a key of another instance look the same: keys are known in their own instance only. */
    private static ConnectorException refusedKey(HttpAnswer answer, Problem standard) {
        if (PERMISSION.matcher(message(answer).toLowerCase(Locale.ROOT)).find()) {
            return new ConnectorException(Problem.of(
                            ProblemCode.NOT_PERMITTED,
                            "The API key lacks a permission; the page of this connector lists those that are needed.")
                    .vendor("permission " + answer.status()));
        }
        return answer.status() == 403
                ? new ConnectorException(standard, wait(answer))
                : new ConnectorException(Problem.of(
                                ProblemCode.CREDENTIALS_REJECTED,
                                "This instance of Braze does not know the API key: check the key, and whether the REST"
                                        + " endpoint is that of your instance.")
                        .vendor("401"));
    }

    private static Duration wait(HttpAnswer answer) {
        return answer.retryAfter()
                .or(() -> answer.status() == 429 ? answer.untilEpoch(RateWindow.RESET) : Optional.empty())
                .orElse(Duration.ZERO);
    }

    private static String message(HttpAnswer answer) {
        return answer.maybeJson().map(json -> json.path("message").asText("")).orElse("");
    }
}

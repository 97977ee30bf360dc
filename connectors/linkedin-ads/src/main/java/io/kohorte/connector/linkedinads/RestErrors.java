// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * What a refused call means: {@code {"status", "code", "serviceErrorCode", "message"}}, a form known from memory. LinkedIn
 * never says how long to wait: limits of a day end at midnight UTC, others after a minute.
 */
final class RestErrors {

    private static final ErrorTable TABLE = ErrorTable.STANDARD
            .with(401, ProblemCode.CREDENTIALS_EXPIRED)
            .with(404, ProblemCode.AUDIENCE_GONE)
            .with(426, ProblemCode.VERSION_RETIRED);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private RestErrors() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer, Instant now) {
        var standard = TABLE.refusal(call, answer);
        var body = answer.maybeJson();
        var code = body.map(json -> json.path("code").asText("")).orElse("");
        var message =
                body.map(json -> json.path("message").asText("")).orElse("").toUpperCase(Locale.ROOT);
        var problem = named(code, message, standard.problem());
        if (!code.isEmpty()) {
            problem = problem.vendor(VendorText.clean(code));
        }
        return new ConnectorException(
                problem, standard.after().isZero() ? pause(problem.code(), now) : standard.after());
    }

    private static Problem named(String code, String message, Problem standard) {
        if (code.equals("NONEXISTENT_VERSION")) {
            return Problem.of(ProblemCode.VERSION_RETIRED, "LinkedIn no longer serves this version: set a newer one.");
        }
        return switch (standard.code()) {
            case RATE_LIMITED ->
                message.contains("DAY")
                        ? Problem.of(
                                ProblemCode.QUOTA_SPENT,
                                "LinkedIn's requests of today are spent; they begin anew at midnight UTC.")
                        : standard;
            case NOT_PERMITTED ->
                Problem.of(
                        ProblemCode.NOT_PERMITTED,
                        "LinkedIn does not permit this: the app needs the Audiences program (rw_dmp_segments), the member more than a viewer's role.");
            case CREDENTIALS_EXPIRED ->
                Problem.of(ProblemCode.CREDENTIALS_EXPIRED, "LinkedIn no longer accepts the access, even a new token.");
            default -> standard;
        };
    }

    private static Duration pause(ProblemCode code, Instant now) {
        return switch (code) {
            case QUOTA_SPENT -> {
                var tomorrow = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
                yield Duration.between(
                        now, tomorrow.atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            case RATE_LIMITED -> MINUTE;
            default -> Duration.ZERO;
        };
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;

/**
 * What a refused call means. Meta answers nearly everything, throttling too, with 400 and {@code {"error": {"code",
 * "error_subcode", "is_transient"}}}; the code says more than the status.
 */
final class GraphErrors {

    private static final ErrorTable TABLE =
            ErrorTable.STANDARD.with(404, ProblemCode.AUDIENCE_GONE).with(410, ProblemCode.VERSION_RETIRED);

    private static final int BLOCKED = 1713230;
    private static final int NOT_SHARED = 1487301;
    private static final int DELETED = 1487366;

    private final String terms;

    /** @param terms what to say when the terms of Custom Audiences are not accepted */
    GraphErrors(String terms) {
        this.terms = terms;
    }

    /** @param regain how long until access comes back, or zero when the answer does not say */
    ConnectorException of(HttpCall call, HttpAnswer answer, Duration regain) {
        var standard = TABLE.refusal(call, answer);
        var error = answer.maybeJson().map(body -> body.path("error")).filter(body -> body.path("code")
                .isInt());
        if (error.isEmpty()) {
            return standard;
        }
        var problem = problem(error.get(), standard.problem());
        var wait = problem.code().kind() == ProblemCode.Kind.THROTTLED && !regain.isZero() ? regain : standard.after();
        return new ConnectorException(problem, wait);
    }

    private Problem problem(JsonNode error, Problem standard) {
        var code = error.path("code").asInt();
        var sub = error.path("error_subcode").asInt();
        var vendor = sub == 0 ? Integer.toString(code) : code + "/" + sub;
        var proofWrong = error.path("message").asText().contains("appsecret_proof");
        var named = proofWrong
                ? Problem.of(
                                ProblemCode.CREDENTIALS_REJECTED,
                                "The app secret does not belong to the app of this token.")
                        .at("appSecret")
                : named(code, sub, error.path("is_transient").asBoolean(), standard);
        return named.vendor(vendor);
    }

    /** Codes: Marketing API "Error reference"; 80003 and the like: "Rate limiting", business use cases. */
    private Problem named(int code, int sub, boolean isTransient, Problem standard) {
        if (sub == BLOCKED || code == 471) {
            return Problem.of(
                    ProblemCode.NOT_PERMITTED,
                    "Meta has blocked this audience, often since its name or contents hint at health or money: appeal in Audience Manager.");
        }
        if (sub == DELETED || code == DELETED) {
            return Problem.of(ProblemCode.AUDIENCE_GONE, "This audience was deleted at Meta.");
        }
        if (sub == NOT_SHARED || code == NOT_SHARED) {
            return Problem.of(ProblemCode.NOT_PERMITTED, "This audience is not shared with the ad account.");
        }
        return switch (code) {
            case 4, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014 ->
                Problem.of(ProblemCode.RATE_LIMITED, "Meta asks for fewer requests of this ad account.");
            case 1, 2, 5000 -> Problem.of(unavailable(standard), "Meta is not available.");
            case 102, 190 -> token(sub);
            case 3, 10, 200, 294, 368 ->
                Problem.of(
                        ProblemCode.NOT_PERMITTED,
                        "Meta does not permit this: the system user needs ads_management and a role in the ad account.");
            case 2650 -> Problem.of(ProblemCode.INVALID_SETTING, "This audience holds no customer list to write to.");
            case 2655, 2663 -> Problem.of(ProblemCode.NOT_PERMITTED, terms);
            case 2635 -> Problem.of(ProblemCode.VERSION_RETIRED, "Meta no longer serves this API version.");
            case 803 -> gone();
            case 105 -> Problem.of(ProblemCode.BATCH_REFUSED, "Meta found the request too long.");
            case 100 -> sub == 33 ? gone() : standard;
            default -> isTransient ? Problem.of(unavailable(standard), "Meta is not available.") : standard;
        };
    }

    /** Whether something happened before Meta stumbled is not known where sending twice would matter. */
    private static ProblemCode unavailable(Problem standard) {
        return standard.code() == ProblemCode.MAYBE_APPLIED ? ProblemCode.MAYBE_APPLIED : ProblemCode.UNAVAILABLE;
    }

    private static Problem token(int sub) {
        return switch (sub) {
            case 463 -> Problem.of(ProblemCode.CREDENTIALS_EXPIRED, "The access token has expired.");
            case 460 ->
                Problem.of(
                        ProblemCode.CREDENTIALS_EXPIRED, "The access token ended since its owner's password changed.");
            default -> Problem.of(ProblemCode.CREDENTIALS_REJECTED, "Meta does not accept the access token.");
        };
    }

    private static Problem gone() {
        return Problem.of(ProblemCode.AUDIENCE_GONE, "This does not exist at Meta, or the system user may not see it.");
    }
}

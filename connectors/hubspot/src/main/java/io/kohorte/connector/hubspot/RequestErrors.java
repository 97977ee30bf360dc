// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a refused request means. The body is {@code {"status":"error", "category", "subCategory", "message", "context",
 * "errors"}}; a 429 has {@code policyName} instead. https://developers.hubspot.com/docs/api/error-handling
 */
final class RequestErrors {

    /** Without a time of its own, a 423 is to be left alone for 2 seconds. */
    private static final Duration LOCKED = Duration.ofSeconds(2);

    private static final ErrorTable TABLE = ErrorTable.STANDARD
            .with(404, ProblemCode.INVALID_SETTING)
            .with(477, ProblemCode.UNAVAILABLE); // the account is being moved to another data centre

    private RequestErrors() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        return of(call, answer, TABLE);
    }

    /** Of a request to a list: what is not there is the list. */
    static ConnectorException ofList(HttpCall call, HttpAnswer answer) {
        return of(call, answer, TABLE.with(404, ProblemCode.AUDIENCE_GONE));
    }

    private static ConnectorException of(HttpCall call, HttpAnswer answer, ErrorTable table) {
        var standard = table.refusal(call, answer);
        var error = answer.maybeJson().map(VendorError::new).orElseGet(VendorError::none);
        return switch (answer.status()) {
            case 401 ->
                refusal(
                        error.category().equals("EXPIRED_AUTHENTICATION")
                                ? ProblemCode.CREDENTIALS_EXPIRED
                                : ProblemCode.CREDENTIALS_REJECTED,
                        "HubSpot does not accept this access token.",
                        error,
                        answer);
            case 403 -> refusal(ProblemCode.NOT_PERMITTED, withoutScopes(error), error, answer);
            case 423 ->
                new ConnectorException(standard.problem(), answer.retryAfter().orElse(LOCKED));
            case 429 -> throttled(error, answer);
            case 400 -> error.aboutSettings().map(ConnectorException::new).orElse(standard);
            default -> standard;
        };
    }

    private static ConnectorException throttled(VendorError error, HttpAnswer answer) {
        var policy = error.json().path("policyName").asText("");
        if (policy.equals("DAILY")) {
            return new ConnectorException(
                    Problem.of(ProblemCode.QUOTA_SPENT, "The account's daily API requests are spent.")
                            .vendor(policy),
                    answer.retryAfter().orElse(DailyLimit.PAUSE));
        }
        return new ConnectorException(
                Problem.of(ProblemCode.RATE_LIMITED, "HubSpot takes no more requests right now.")
                        .vendor(policy.isEmpty() ? "429" : VendorText.clean(policy)),
                answer.retryAfter().or(() -> interval(answer)).orElse(HubspotConnector.WINDOW));
    }

    private static Optional<Duration> interval(HttpAnswer answer) {
        return answer.header("x-hubspot-ratelimit-interval-milliseconds")
                .filter(text -> text.matches("[0-9]{1,7}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)));
    }

    private static String withoutScopes(VendorError error) {
        var scopes = new TreeSet<>(error.scopes());
        return scopes.isEmpty()
                ? "The app lacks the permission for this."
                : "The app lacks a scope: " + String.join(", ", scopes) + ".";
    }

    private static ConnectorException refusal(ProblemCode code, String sentence, VendorError error, HttpAnswer answer) {
        var vendorCode = error.category().isEmpty() ? Integer.toString(answer.status()) : error.category();
        return new ConnectorException(
                Problem.of(code, sentence).vendor(VendorText.clean(vendorCode)),
                answer.retryAfter().orElse(Duration.ZERO));
    }
}

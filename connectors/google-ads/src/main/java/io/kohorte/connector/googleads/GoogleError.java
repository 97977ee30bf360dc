// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A refusal in Google's form ({@code google.rpc.Status}): a status, perhaps a reason in an {@code ErrorInfo}, perhaps the
 * rows at fault in a {@code BadRequest}. The shape is from memory, the reasons are those of the API's error.proto.
 */
record GoogleError(ErrorTable table, HttpCall call, HttpAnswer answer, JsonNode error) {

    private static final ErrorTable TABLE =
            ErrorTable.STANDARD.with(401, ProblemCode.CREDENTIALS_REJECTED).with(404, ProblemCode.AUDIENCE_GONE);

    /** Quotas by the minute; where nothing else is said. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Google's days of quota begin at midnight there. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private static final Pattern ROW = Pattern.compile("audience_?[mM]embers\\[(\\d{1,5})]");

    static GoogleError of(HttpCall call, HttpAnswer answer) {
        return new GoogleError(
                TABLE,
                call,
                answer,
                answer.maybeJson()
                        .map(body -> body.isArray() ? body.path(0) : body)
                        .map(body -> body.path("error"))
                        .orElse(MissingNode.getInstance()));
    }

    /** {@code INVALID_USER_LIST_ID} and the like; the status where there is none. */
    String reason() {
        var reason = details()
                .map(detail -> detail.path("reason").asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseGet(() -> error.path("status").asText(""));
        return VendorText.clean(reason);
    }

    /** Positions in the request of rows that Google found wrong, and what it says of each. */
    Map<Integer, String> rows() {
        var rows = new TreeMap<Integer, String>();
        details().flatMap(detail -> elements(detail.path("fieldViolations"))).forEach(violation -> {
            var match = ROW.matcher(violation.path("field").asText());
            if (match.find()) {
                rows.putIfAbsent(
                        Integer.valueOf(match.group(1)),
                        violation.path("reason").asText(reason()));
            }
        });
        return rows;
    }

    ConnectorException refusal(Instant now) {
        var standard = table.refusal(call, answer);
        var reason = reason();
        var problem = named(reason, standard.problem());
        if (!reason.isEmpty()) {
            problem = problem.vendor(reason);
        }
        var wait = standard.after().isZero() && problem.code().kind() == ProblemCode.Kind.THROTTLED
                ? pause(problem.code(), now)
                : standard.after();
        return new ConnectorException(problem, wait);
    }

    private Problem named(String reason, Problem standard) {
        return switch (reason) {
            case "TERMS_AND_CONDITIONS_NOT_SIGNED" ->
                Problem.of(
                                ProblemCode.NOT_PERMITTED,
                                "Nobody has accepted the terms of Customer Match for this account: do so in Google Ads, or in the settings here.")
                        .at("termsAccepted");
            case "NOT_ALLOWLISTED", "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE" ->
                Problem.of(ProblemCode.NOT_PERMITTED, "Google has not opened Customer Match to this account.");
            case "DEVELOPER_TOKEN_NOT_APPROVED", "DEVELOPER_TOKEN_PROHIBITED", "DEVELOPER_TOKEN_INVALID" ->
                Problem.of(ProblemCode.NOT_PERMITTED, "The developer token is not approved for this account.")
                        .at("developerToken");
            case "SERVICE_DISABLED" ->
                Problem.of(
                        ProblemCode.NOT_PERMITTED, "The Data Manager API is not enabled in the Google Cloud project.");
            case "ACCESS_TOKEN_SCOPE_INSUFFICIENT" ->
                Problem.of(ProblemCode.NOT_PERMITTED, "The access was granted without the scope datamanager.")
                        .at("refreshToken");
            case "PERMISSION_DENIED", "DATA_PARTNER_USER_LIST_MUTATE_NOT_ALLOWED" ->
                Problem.of(ProblemCode.NOT_PERMITTED, "The account that grants access may not write to this account.");
            case "INVALID_USER_LIST_ID", "NOT_FOUND" ->
                Problem.of(ProblemCode.AUDIENCE_GONE, "This list or account does not exist at Google.");
            case "INVALID_USER_LIST_TYPE", "INVALID_DESTINATION", "MULTIPLE_DATA_TYPES_NOT_ALLOWED" ->
                Problem.of(ProblemCode.INVALID_SETTING, "This list takes other identifiers than are sent.")
                        .at("audienceId");
            case "INVALID_REQUEST_ID" ->
                Problem.of(ProblemCode.NOT_FOUND, "Google does not know this request any more.");
            case "RESOURCE_EXHAUSTED" -> exhausted();
            case "RATE_LIMIT_EXCEEDED" -> quota().contains("PerDay") ? spent() : limited();
            case "INTERNAL_ERROR", "DEADLINE_EXCEEDED" ->
                standard.code() == ProblemCode.MAYBE_APPLIED
                        ? standard
                        : Problem.of(ProblemCode.UNAVAILABLE, "Google is not available.");
            default -> answer.status() == 429 ? exhausted() : standard;
        };
    }

    private Problem exhausted() {
        return quota().contains("PerDay") ? spent() : limited();
    }

    private static Problem spent() {
        return Problem.of(ProblemCode.QUOTA_SPENT, "The requests of today are spent in the Google Cloud project.");
    }

    private static Problem limited() {
        return Problem.of(ProblemCode.RATE_LIMITED, "Google asks for fewer requests of this Google Cloud project.");
    }

    private Duration pause(ProblemCode code, Instant now) {
        if (code == ProblemCode.QUOTA_SPENT) {
            var tomorrow = now.atZone(PACIFIC).toLocalDate().plusDays(1).atStartOfDay(PACIFIC);
            return Duration.between(now, tomorrow.toInstant());
        }
        return details()
                .flatMap(detail -> seconds(detail.path("retryDelay").asText()).stream())
                .findFirst()
                .orElse(MINUTE);
    }

    /** {@code 3.5s}. */
    private static Optional<Duration> seconds(String text) {
        try {
            return text.endsWith("s") ? Optional.of(Duration.parse("PT" + text)) : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private String quota() {
        return details()
                .map(detail -> detail.path("metadata").path("quota_limit").asText())
                .filter(limit -> !limit.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Stream<JsonNode> details() {
        return elements(error.path("details"));
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.empty();
    }
}

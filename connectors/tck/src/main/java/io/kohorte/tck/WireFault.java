// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder.responseDefinition;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.kohorte.spi.ProblemCode.Kind;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** What goes wrong between a connector and its vendor, and which kinds of problem it may become. */
public enum WireFault {
    TOO_MANY_REQUESTS(429, Kind.THROTTLED),
    TOO_MANY_REQUESTS_FOR_SECONDS(429, Kind.THROTTLED),
    TOO_MANY_REQUESTS_UNTIL(429, Kind.THROTTLED),
    UNAUTHORISED(401, Kind.AUTH),
    FORBIDDEN(403, Kind.CONFIG, Kind.AUTH, Kind.THROTTLED),
    NOT_FOUND(404, Kind.CONFIG),
    GONE(410, Kind.CONFIG),
    BAD_REQUEST(400, Kind.POISONED_BATCH),
    CONFLICT(409, Kind.POISONED_BATCH, Kind.TRANSIENT),
    TOO_LARGE(413, Kind.POISONED_BATCH),
    UNPROCESSABLE(422, Kind.POISONED_BATCH),
    UNSUPPORTED_TYPE(415, Kind.CONFIG),
    REDIRECT(307, Kind.CONFIG),
    UNAVAILABLE_FOR_SECONDS(503, Kind.TRANSIENT, Kind.THROTTLED),
    /** Some HTTP libraries take this as an invitation to send again by themselves. */
    UNAVAILABLE_TRY_NOW(503, Kind.TRANSIENT, Kind.THROTTLED),
    SERVER_ERROR(500, Kind.TRANSIENT),
    BAD_GATEWAY(502, Kind.TRANSIENT),
    GATEWAY_TIMEOUT(504, Kind.TRANSIENT),
    PAGE_INSTEAD_OF_DATA(200, Kind.BUG),
    DATA_CUT_SHORT(200, Kind.BUG),
    RESET_AFTER_REQUEST(200, Kind.TRANSIENT),
    CLOSED_AFTER_REQUEST(200, Kind.TRANSIENT),
    BROKEN_ANSWER(200, Kind.TRANSIENT),
    SLOWER_THAN_PATIENCE(200, Kind.TRANSIENT),
    EMPTY_SUCCESS(200, Kind.BUG);

    /** How long {@link #TOO_MANY_REQUESTS_FOR_SECONDS} and its like ask to wait. */
    public static final Duration WAIT = Duration.ofSeconds(7);

    /** Where {@link #REDIRECT} leads. */
    static final String ELSEWHERE = "/kohorte-tck-elsewhere";

    private static final Set<String> AMBIGUOUS = Set.of(
            "SERVER_ERROR",
            "BAD_GATEWAY",
            "GATEWAY_TIMEOUT",
            "RESET_AFTER_REQUEST",
            "CLOSED_AFTER_REQUEST",
            "BROKEN_ANSWER",
            "SLOWER_THAN_PATIENCE");

    private final int status;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<Kind> kinds;

    WireFault(int status, Kind... kinds) {
        this.status = status;
        this.kinds = Set.of(kinds);
    }

    /**
     * What a connector may make of it.
     *
     * @param idempotent whether sending again is harmless; else a lost answer is {@link Kind#AMBIGUOUS}
     */
    public Set<Kind> kinds(boolean idempotent) {
        return hidesSuccess() && !idempotent ? Set.of(Kind.AMBIGUOUS) : kinds;
    }

    /** Whether the vendor may have done what it was asked, so that nobody may say it has not. */
    boolean hidesSuccess() {
        return AMBIGUOUS.contains(name());
    }

    /** Whether the vendor names how long to wait. */
    boolean namesWait() {
        return this == TOO_MANY_REQUESTS_FOR_SECONDS
                || this == TOO_MANY_REQUESTS_UNTIL
                || this == UNAVAILABLE_FOR_SECONDS;
    }

    ResponseDefinitionBuilder wire(String vendorUrl, Duration patience) {
        var answer = responseDefinition().withStatus(status);
        return switch (this) {
            case TOO_MANY_REQUESTS_FOR_SECONDS, UNAVAILABLE_FOR_SECONDS ->
                answer.withHeader("Retry-After", Long.toString(WAIT.toSeconds()));
            case TOO_MANY_REQUESTS_UNTIL ->
                answer.withHeader("Date", httpDate(Duration.ZERO)).withHeader("Retry-After", httpDate(WAIT));
            case UNAVAILABLE_TRY_NOW -> answer.withHeader("Retry-After", "0");
            case REDIRECT -> answer.withHeader("Location", vendorUrl + ELSEWHERE);
            case PAGE_INSTEAD_OF_DATA ->
                answer.withHeader("Content-Type", "text/html").withBody("<!doctype html><title>Sign in</title>");
            case DATA_CUT_SHORT ->
                answer.withHeader("Content-Type", "application/json").withBody("{\"results\":[{\"index\":0,");
            case RESET_AFTER_REQUEST -> answer.withFault(Fault.CONNECTION_RESET_BY_PEER);
            case CLOSED_AFTER_REQUEST -> answer.withFault(Fault.EMPTY_RESPONSE);
            case BROKEN_ANSWER -> answer.withFault(Fault.MALFORMED_RESPONSE_CHUNK);
            case SLOWER_THAN_PATIENCE ->
                answer.withFixedDelay((int) patience.multipliedBy(3).toMillis());
            default -> answer;
        };
    }

    private static String httpDate(Duration fromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Surroundings.START.plus(fromNow).atOffset(ZoneOffset.UTC));
    }
}

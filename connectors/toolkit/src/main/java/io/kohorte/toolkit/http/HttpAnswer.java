// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer, read to its end. Whatever its status: a refusal is for {@link ErrorTable} to name. */
public final class HttpAnswer {

    /** No vendor's quota is longer than a day; a larger wait is a mistake or malice. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Instant receivedAt;

    HttpAnswer(int status, Map<String, List<String>> headers, byte[] body, Instant receivedAt) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.receivedAt = receivedAt;
    }

    public int status() {
        return status;
    }

    /** A status from 200 to 299. That alone is no success where a vendor reports failures inside. */
    public boolean successful() {
        return status >= 200 && status <= 299;
    }

    /** First value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    public boolean hasBody() {
        return body.length > 0;
    }

    /** The body as it came, for what is no text. */
    public byte[] bytes() {
        return body.clone();
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** @throws ConnectorException {@code BAD_RESPONSE} when the body is empty or not exactly one JSON value */
    public JsonNode json() {
        return maybeJson()
                .orElseThrow(() -> badResponse(body.length == 0 ? "with an empty body" : "without valid JSON"));
    }

    /** As {@link #json()} where a body is optional, for example beside an error status. */
    public Optional<JsonNode> maybeJson() {
        return Json.read(body);
    }

    /** For an answer that says something other than the vendor's documentation. */
    public ConnectorException badResponse(String how) {
        return new ConnectorException(
                Problem.of(ProblemCode.BAD_RESPONSE, "The destination answered " + status + " " + how + ".")
                        .vendor(Integer.toString(status)));
    }

    /** How long {@code Retry-After} asks to wait, in seconds or until a date by the vendor's own clock; at most a day. */
    public Optional<Duration> retryAfter() {
        return header("retry-after").flatMap(value -> wait(value).or(() -> until(value)));
    }

    /** How long a header asks to wait that holds a number of seconds; at most a day. */
    public Optional<Duration> seconds(String name) {
        return header(name).flatMap(HttpAnswer::wait);
    }

    /** How long until the moment in a header that holds seconds since 1970, such as {@code x-ratelimit-reset}. */
    public Optional<Duration> untilEpoch(String name) {
        return header(name)
                .flatMap(HttpAnswer::number)
                .map(epoch -> bounded(Duration.between(now(), Instant.ofEpochSecond(epoch))));
    }

    private static Optional<Duration> wait(String value) {
        return number(value).map(seconds -> bounded(Duration.ofSeconds(seconds)));
    }

    private Optional<Duration> until(String date) {
        return moment(date).map(then -> bounded(Duration.between(now(), then)));
    }

    /** The vendor's clock where it tells its time, so that a difference between the clocks does not matter. */
    private Instant now() {
        return header("date").flatMap(HttpAnswer::moment).orElse(receivedAt);
    }

    private static Optional<Instant> moment(String httpDate) {
        try {
            return Optional.of(ZonedDateTime.parse(httpDate.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String value) {
        var text = value.strip();
        var digits = !text.isEmpty() && text.length() <= 11 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** Without the body, which may hold personal data. */
    @Override
    public String toString() {
        return "answer " + status + " with " + body.length + " bytes";
    }
}

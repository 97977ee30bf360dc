// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.toolkit.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpAnswerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0                             | PT0S
                    120                           | PT2M
                    ' 7 '                         | PT7S
                    99999999999                   | PT24H
                    Sat, 21 Nov 2026 12:00:30 GMT | PT30S
                    Sat, 21 Nov 2026 11:00:00 GMT | PT0S
                    Sun, 21 Nov 2027 11:00:00 GMT | PT24H
                    """)
    void reads_how_long_to_wait(String retryAfter, Duration wait) {
        assertThat(answer(429, Map.of("retry-after", retryAfter)).retryAfter()).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "999999999999", "21 Nov 2026"})
    void an_unreadable_wait_is_none(String retryAfter) {
        assertThat(answer(429, Map.of("retry-after", retryAfter)).retryAfter()).isEmpty();
    }

    @Test
    void counts_the_wait_by_the_vendors_clock_where_it_tells_its_time() {
        var anHourBehind = answer(
                429, Map.of("date", "Sat, 21 Nov 2026 11:00:00 GMT", "retry-after", "Sat, 21 Nov 2026 11:00:20 GMT"));
        assertThat(anHourBehind.retryAfter()).contains(Duration.ofSeconds(20));
    }

    @Test
    void reads_a_reset_moment_in_seconds_since_1970() {
        var reset = Long.toString(Surroundings.NOON.plusSeconds(42).getEpochSecond());
        assertThat(answer(429, Map.of("x-ratelimit-reset", reset)).untilEpoch("X-RateLimit-Reset"))
                .contains(Duration.ofSeconds(42));
        assertThat(answer(429, Map.of()).untilEpoch("x-ratelimit-reset")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad Gateway</html>", "{\"a\":", "{} {}", "{\"a\":1,\"a\":2}"})
    void what_is_not_exactly_one_json_value_is_a_bad_response_and_not_quoted(String body) {
        var answer = new HttpAnswer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8), Surroundings.NOON);
        assertThatThrownBy(answer::json)
                .hasMessageStartingWith("BAD_RESPONSE: The destination answered 200 with")
                .message()
                .doesNotContain("html", "\"a\"");
    }

    @Test
    void shows_no_body() {
        var answer =
                new HttpAnswer(200, Map.of(), "max@example.com".getBytes(StandardCharsets.UTF_8), Surroundings.NOON);
        assertThat(answer).hasToString("answer 200 with 15 bytes");
    }

    private static HttpAnswer answer(int status, Map<String, String> headers) {
        var lists = new HashMap<String, List<String>>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new HttpAnswer(status, lists, new byte[0], Surroundings.NOON);
    }
}

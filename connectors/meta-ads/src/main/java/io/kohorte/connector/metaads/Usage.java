// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much of its allowance an account has used, in per cent, told with every answer: by {@code
 * X-Business-Use-Case-Usage} (with the minutes until access comes back), {@code X-Ad-Account-Usage} (with seconds) and
 * {@code X-App-Usage}. Near the end we wait instead of being turned away. Thread-safe.
 */
final class Usage {

    /** When Meta names no time. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final Duration LONGEST = Duration.ofDays(1);

    private static final List<String> PERCENTAGES =
            List.of("call_count", "total_cputime", "total_time", "acc_id_util_pct");

    private final Pause pause;
    private final int stopPercent;

    Usage(Clock clock, int stopPercent) {
        pause = new Pause(clock);
        this.stopPercent = stopPercent;
    }

    /** @return how long until access comes back, where the answer says so */
    Duration observe(HttpAnswer answer) {
        var used = 0.0;
        var regain = Duration.ZERO;
        for (var header : List.of("x-business-use-case-usage", "x-ad-account-usage", "x-app-usage")) {
            var json = answer.header(header).flatMap(text -> Json.read(text.getBytes(StandardCharsets.UTF_8)));
            for (var entry : entries(json)) {
                used = Math.max(used, percent(entry));
                regain = longer(regain, regain(entry));
            }
        }
        if (used >= stopPercent) {
            pause.begin(regain.isZero() ? PAUSE : regain);
        }
        return regain;
    }

    /** @throws io.kohorte.spi.ConnectorException {@code RATE_LIMITED} during a pause */
    void check() {
        pause.check(Problem.of(
                ProblemCode.RATE_LIMITED, "The ad account has used " + stopPercent + " % of what Meta allows it."));
    }

    /** One header is an object of lists, the others are one object. */
    private static List<JsonNode> entries(Optional<JsonNode> json) {
        return json.map(node -> {
                    var lists = node.findParents("call_count");
                    return lists.isEmpty() ? List.of(node) : lists;
                })
                .orElse(List.of());
    }

    private static double percent(JsonNode entry) {
        return PERCENTAGES.stream()
                .mapToDouble(name -> entry.path(name).asDouble())
                .max()
                .orElse(0);
    }

    private static Duration regain(JsonNode entry) {
        var minutes = entry.path("estimated_time_to_regain_access").asLong();
        var seconds = entry.path("reset_time_duration").asLong();
        var longest = Math.max(Math.min(minutes, LONGEST.toMinutes()) * 60, Math.min(seconds, LONGEST.toSeconds()));
        return Duration.ofSeconds(Math.max(0, longest));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}

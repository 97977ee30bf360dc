// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.http.BadResponse;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a request: {@code requestStatusPerDestination[0]}, since we send to one list at a time.
 *
 * @param failures reason to number of records, without Google's prefix: {@code NO_CONSENT}
 */
record RequestStatus(State state, Map<String, Long> failures) {

    private static final String PREFIX = "PROCESSING_ERROR_REASON_";

    /** As in request_status_per_destination.proto. */
    enum State {
        PROCESSING,
        SUCCESS,
        PARTIAL_SUCCESS,
        FAILED
    }

    static RequestStatus read(JsonNode answer) {
        var status = answer.path("requestStatusPerDestination").path(0);
        var state =
                switch (status.path("requestStatus").asText()) {
                    case "PROCESSING", "REQUEST_STATUS_UNKNOWN" -> State.PROCESSING;
                    case "SUCCESS" -> State.SUCCESS;
                    case "PARTIAL_SUCCESS" -> State.PARTIAL_SUCCESS;
                    case "FAILED" -> State.FAILED;
                    default -> throw BadResponse.of("Google", "without saying how far a request is");
                };
        var failures = new TreeMap<String, Long>();
        for (var count : status.path("errorInfo").path("errorCounts")) {
            var reason = count.path("reason").asText();
            failures.merge(
                    reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason,
                    number(count.path("recordCount")),
                    Long::sum);
        }
        return new RequestStatus(state, failures);
    }

    boolean isOver() {
        return state != State.PROCESSING;
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether Google itself stumbled: the same rows may go through the next time. */
    boolean stumbled() {
        return failures.containsKey("INTERNAL_ERROR") || (state == State.FAILED && failures.isEmpty());
    }

    /** Numbers of 64 bits are text in Google's JSON. */
    private static long number(JsonNode node) {
        var text = node.asText();
        if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw BadResponse.of("Google", "with a count that is no number");
        }
        return Long.parseLong(text);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import java.time.Duration;
import java.util.Map;

/** What goes wrong with one request, on order of a test. */
public sealed interface Fault {

    /** Answers this and changes nothing. */
    record Answer(int status, Map<String, String> headers, String body) implements Fault {

        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** Answers this status in our own words and changes nothing. */
    static Fault status(int code) {
        return new Answer(
                code, Map.of("Content-Type", "application/json"), "{\"detail\":\"out of order, on purpose\"}");
    }

    /** Takes the rows, but for every n-th, which is to come again. */
    record Partly(int nth) implements Fault {}

    /** Does the work, then takes its time to answer. */
    record Slow(Duration delay) implements Fault {}

    /** Hangs up before doing anything. */
    record DropBefore() implements Fault {}

    /** Does the work and breaks off in the middle of its answer. */
    record Truncate() implements Fault {}

    /** Does the work and hangs up without an answer: the sender cannot know. */
    record DropAfter() implements Fault {}
}

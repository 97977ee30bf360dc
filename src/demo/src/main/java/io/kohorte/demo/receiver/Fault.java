// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import java.time.Duration;

/** What goes wrong with one request, on order of a test. */
public sealed interface Fault {

    /** Answers this status and changes nothing. */
    record Status(int code) implements Fault {}

    /** Does the work, then takes its time to answer. */
    record Slow(Duration delay) implements Fault {}

    /** Hangs up before doing anything. */
    record DropBefore() implements Fault {}

    /** Does the work and hangs up without an answer: the sender cannot know. */
    record DropAfter() implements Fault {}
}

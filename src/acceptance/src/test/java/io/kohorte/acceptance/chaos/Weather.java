// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.time.Duration;

/** How a line is. */
sealed interface Weather {

    /** Everything arrives. */
    record Clear() implements Weather {}

    /** Everything arrives, each portion so much later. */
    record Latency(Duration each) implements Weather {}

    /** Everything arrives, a few bytes at a time. */
    record Drip(int bytes, Duration pause) implements Weather {}

    /** Nobody listens, and what was connected is cut. */
    record Refused() implements Weather {}

    /** Connections stand, and nothing arrives: the other side is gone without a word. */
    record HalfOpen() implements Weather {}

    /** A connection is cut after so many bytes towards the server: before a request is whole. */
    record CutRequest(int after) implements Weather {}

    /** A connection is cut when the server answers: after the request was whole. */
    record CutAnswer() implements Weather {}
}

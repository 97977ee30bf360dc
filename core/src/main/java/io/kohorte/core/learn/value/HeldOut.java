// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last span of history, which is kept from learning and then foreseen.
 *
 * @param horizon how far ahead the model is to look
 * @param decision what happened later is not learned from
 * @param until end of the span
 */
public record HeldOut(Duration horizon, Instant decision, Instant until) {
    /** A model needs about as long to see people come back as it is judged for. */
    private static final double MOST_OF_HISTORY = .55;

    private static final Duration SHORTEST = Duration.ofDays(14);

    /** Farther than this beyond what can be checked, nobody knows. */
    private static final int MOST_EXTENSION = 10;

    /** The horizon, or a good half of the history where that is shorter; empty where that would tell nothing of the horizon. */
    public static Optional<HeldOut> plan(Instant first, Instant last, Duration horizon) {
        Duration most = Duration.ofSeconds(
                (long) (MOST_OF_HISTORY * Duration.between(first, last).toSeconds()));
        Duration judged = horizon.compareTo(most) <= 0 ? horizon : most;
        return judged.compareTo(least(horizon)) < 0
                ? Optional.empty()
                : Optional.of(new HeldOut(horizon, last.minus(judged), last));
    }

    /** How much history a horizon needs at least. */
    public static Duration needed(Duration horizon) {
        return Duration.ofDays((long) Math.ceil(least(horizon).toDays() / MOST_OF_HISTORY) + 1);
    }

    private static Duration least(Duration horizon) {
        Duration tenth = horizon.dividedBy(MOST_EXTENSION);
        Duration wanted = tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth.plusDays(1);
        return wanted.compareTo(horizon) < 0 ? wanted : horizon;
    }

    public Duration judged() {
        return Duration.between(decision, until);
    }

    boolean shortened() {
        return judged().compareTo(horizon) < 0;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last span of history, which is kept from learning and then foreseen.
 *
 * @param horizon how far ahead the model is to look
 * @param first when history begins
 * @param decision what happened later is not learned from
 * @param until end of the span
 */
public record HeldOut(Duration horizon, Instant first, Instant decision, Instant until) {
    /** A model needs about as long to see people come back as it is judged for. */
    private static final double MOST_OF_HISTORY = .55;

    private static final Duration SHORTEST = Duration.ofDays(14);

    /** Beyond these, moments are so long ago that customers were others. */
    private static final int MOST_EARLIER = 3;

    /** Farther than this beyond what can be checked, nobody knows. */
    private static final int MOST_EXTENSION = 10;

    /** The horizon, or a good half of the history where that is shorter; empty where that would tell nothing of the horizon. */
    public static Optional<HeldOut> plan(Instant first, Instant last, Duration horizon) {
        Duration most = Duration.ofSeconds(
                (long) (MOST_OF_HISTORY * Duration.between(first, last).toSeconds()));
        Duration judged = horizon.compareTo(most) <= 0 ? horizon : most;
        return judged.compareTo(least(horizon)) < 0
                ? Optional.empty()
                : Optional.of(new HeldOut(horizon, first, last.minus(judged), last));
    }

    /**
     * Moments at which a whole horizon had passed before the decision, latest first: what came then can be learned from. Half a horizon apart, and
     * half a horizon after the first event, so that there is something to foresee by; none where history is too short.
     */
    List<Instant> earlier() {
        Duration half = horizon.dividedBy(2);
        return Stream.iterate(decision.minus(horizon), moment -> moment.minus(half))
                .limit(MOST_EARLIER)
                .takeWhile(moment -> !moment.isBefore(first.plus(half)))
                .toList();
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

    /** The horizon before this one: what is to be chosen is chosen on it, so that this span judges what it had no say in. */
    HeldOut before() {
        return new HeldOut(horizon, first, decision.minus(horizon), decision);
    }

    public Duration judged() {
        return Duration.between(decision, until);
    }

    boolean shortened() {
        return judged().compareTo(horizon) < 0;
    }
}

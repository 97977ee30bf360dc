// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which moments a prediction learns from and is judged on. A label is what happened in the horizon after a decision moment; features are as
 * of that moment. All labels that training sees end before the test's decision moment, so the test is a real future.
 *
 * @param horizon how far ahead the prediction looks
 * @param learned how far ahead it learned to look: a ninth of the history before the test where that is shorter than two and a half horizons;
 *     many recent moments then rank customers better than one old moment with the whole horizon
 * @param test decision moment of the test; its labels end at {@code labelTo}
 * @param validation decision moment by which learners are compared
 * @param training decision moments learned from, latest first
 */
public record Windows(
        Duration horizon, Duration learned, Instant labelTo, Instant test, Instant validation, List<Instant> training) {
    /** Beyond these, moments are so long ago that customers were others. */
    private static final int MOST_MOMENTS = 3;

    private static final int SHORT_SHARE = 9;
    private static final int MOST_EXTENSION = 20;
    private static final Duration SHORTEST = Duration.ofDays(1);

    /** Empty where history is too short to learn and to judge. */
    public static Optional<Windows> plan(Instant first, Instant last, Duration horizon) {
        Instant test = last.minus(horizon);
        Duration before = Duration.between(first, test);
        boolean plenty = before.compareTo(horizon.multipliedBy(5).dividedBy(2)) >= 0;
        Duration learned = plenty ? horizon : before.dividedBy(SHORT_SHARE);
        if (learned.compareTo(SHORTEST) < 0
                || learned.multipliedBy(MOST_EXTENSION).compareTo(horizon) < 0) {
            return Optional.empty();
        }
        Instant validation = test.minus(learned);
        Instant earliest = first.plus(learned.dividedBy(2)).minusMillis(1);
        List<Instant> training = new ArrayList<>();
        Instant moment = validation.minus(learned);
        while (training.size() < MOST_MOMENTS && !moment.isBefore(earliest)) {
            training.add(moment);
            moment = moment.minus(learned.dividedBy(2));
        }
        return Optional.of(new Windows(horizon, learned, last, test, validation, List.copyOf(training)));
    }

    /** How much history a horizon needs at least, from the first event to the last. */
    public static Duration needed(Duration horizon) {
        Duration least = horizon.dividedBy(MOST_EXTENSION);
        return horizon.plus((least.compareTo(SHORTEST) < 0 ? SHORTEST : least).multipliedBy(SHORT_SHARE))
                .plusDays(1);
    }

    public boolean shortened() {
        return learned.compareTo(horizon) < 0;
    }

    /** How many learned spans one horizon holds. */
    public double extension() {
        return (double) horizon.toSeconds() / learned.toSeconds();
    }
}

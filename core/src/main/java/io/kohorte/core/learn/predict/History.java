// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where past moments come from. */
@FunctionalInterface
public interface History {
    /** Everybody known at the decision moment, with features as of it and labels from the horizon after it. */
    Labelled at(Instant decision, Duration horizon);

    /** At most {@code most} of these, by the seed: those of whom features are read, so that the others take no room. */
    default Labelled sample(Instant decision, Duration horizon, int most, long seed) {
        return at(decision, horizon).sample(most, seed);
    }

    /** Whether whoever is treated at the moments that are learned from was drawn by lot, so that some like them were left alone. */
    default boolean treatsByLot(Windows windows) {
        return false;
    }

    /** What a person should know about these moments as a source. */
    default List<Check> checks(Windows windows) {
        return List.of();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;

/**
 * What a graph may use for one batch of customers: steps of arithmetic and cells in memory. Both are counted before they are used, and counting does not depend on the
 * machine or the time of day, so a file is refused everywhere or nowhere. Not for several threads.
 */
final class Budget {
    /**
     * How much that is.
     *
     * @param cells of eight bytes
     */
    record Limits(long steps, long cells) {
        /** Some seconds, and a quarter of a gigabyte. */
        static final Limits USUAL = new Limits(4_000_000_000L, 32_000_000L);

        Budget budget() {
            return new Budget(this);
        }
    }

    private final Limits limits;
    private long steps;
    private long cells;

    private Budget(Limits limits) {
        this.limits = limits;
    }

    /** Throws {@link LearningRefused} when it is used up. */
    void spend(long more) {
        steps += more;
        if (steps > limits.steps() || more < 0 || steps < 0) {
            throw new LearningRefused(
                    "TOO_SLOW",
                    new Wording(
                            "The file needs too many steps for a few customers; everybody could never be scored.",
                            "Die Datei braucht zu viele Schritte für wenige Kunden; alle könnten nie bewertet werden."));
        }
    }

    /** Room for cells of this shape, which takes a step each to fill. Throws {@link LearningRefused} where there is none. */
    int room(int... shape) {
        long size = size(shape);
        cells += size;
        if (cells > limits.cells()) {
            throw new LearningRefused(
                    "TOO_LARGE",
                    new Wording(
                            "The file needs too much memory for a few customers.",
                            "Die Datei braucht zu viel Speicher für wenige Kunden."));
        }
        spend(size + 1);
        return (int) size;
    }

    long held() {
        return cells;
    }

    /** What was held before is all that is held again. */
    void release(long heldBefore) {
        cells = heldBefore;
    }

    /** How many cells have such a shape; more than any limit where it is beyond all bounds. */
    static long size(int... shape) {
        long size = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("a dimension below 0");
            }
            size = Math.min(Long.MAX_VALUE >> 32, size) * dimension;
        }
        return size;
    }
}

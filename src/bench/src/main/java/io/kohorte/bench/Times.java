// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** How long the rounds of a measurement took. */
public final class Times {

    private final List<Long> nanos;

    /** @param nanos of each round, at least one */
    public Times(Collection<Long> nanos) {
        this.nanos = nanos.stream().sorted().toList();
    }

    /** Something to be timed. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Nanoseconds that the work takes once. */
    public static long once(Work work) throws Exception {
        var start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    public double medianMillis() {
        return millis(50);
    }

    private double millis(int percentile) {
        return nanos.get((nanos.size() - 1) * percentile / 100) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.1f ms (best %.1f, 95th %.1f, 99th %.1f)",
                medianMillis(),
                millis(0),
                millis(95),
                millis(99));
    }
}

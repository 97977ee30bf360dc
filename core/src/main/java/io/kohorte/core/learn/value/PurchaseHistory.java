// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.time.Instant;

/** Where buyers and their purchases come from. */
public interface PurchaseHistory {

    /** Everybody who had bought by a past moment, by what was known then. */
    Buyers asOf(Instant moment);

    /** At most {@code most} of them, by the seed: those of whom anything is read. */
    default Buyers sample(Instant moment, int most, long seed) {
        return asOf(moment).sample(most, seed);
    }

    /** What these customers bought after one moment and up to another, whenever we were told, in their order. */
    Bought bought(Buyers buyers, Instant after, Instant upTo);

    /**
     * What came.
     *
     * @param purchases days with one
     * @param money of all of them
     */
    @SuppressWarnings("ArrayRecordComponent") // customers in bulk, never compared
    record Bought(double[] purchases, double[] money) {}
}

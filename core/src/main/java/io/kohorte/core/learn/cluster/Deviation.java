// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Unit;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * How one feature of a cluster differs from everybody.
 *
 * @param unit absent in reports from before it was told
 * @param mean in the feature's own unit, missing values left out; for a category the share of customers in it
 * @param overall the same over all customers
 * @param deviation difference of the prepared means in standard deviations
 */
public record Deviation(
        String name, Wording label, @Nullable Unit unit, double mean, double overall, double deviation) {

    /** A value of this feature for people. */
    public Wording shown(double value) {
        return unit == Unit.SHARE ? Numbers.percent(value) : Numbers.amount(value);
    }
}

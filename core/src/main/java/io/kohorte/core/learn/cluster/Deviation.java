// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Unit;
import io.kohorte.core.feature.Wording;

/**
 * How one feature of a cluster differs from everybody.
 *
 * @param mean in the feature's own unit, missing values left out; for a category the share of customers in it
 * @param overall the same over all customers
 * @param deviation difference of the prepared means in standard deviations
 */
public record Deviation(String name, Wording label, Unit unit, double mean, double overall, double deviation) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

/** An estimate with the limits that hold the true value 95 times of 100. */
public record Interval(double value, double low, double high) {

    /** Whether all of it lies on one side of 0. */
    public boolean isClear() {
        return low > 0 || high < 0;
    }
}

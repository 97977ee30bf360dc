// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** Money and quantities as the replica keeps them: ten-thousandths in a whole number, so that sums are exact. */
final class Decimals {

    static final int SCALE = 4;

    private static final double LARGEST = 9e13;

    private Decimals() {}

    /** Rounded half up; empty for what is no number or beyond ±9·10¹³. */
    static OptionalLong tenThousandths(double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            return OptionalLong.empty();
        }
        long rounded = Math.round(value * 10_000);
        if (rounded / 10_000.0 == value) {
            return OptionalLong.of(rounded);
        }
        return OptionalLong.of(BigDecimal.valueOf(value)
                .setScale(SCALE, RoundingMode.HALF_UP)
                .unscaledValue()
                .longValueExact());
    }
}

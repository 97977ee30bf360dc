// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How good something learned is, in a word. */
public enum Quality {
    POOR,
    FAIR,
    GOOD,
    EXCELLENT;

    /** The word for a value that passes none, one, two or all three of the ascending limits. */
    public static Quality of(double value, double fair, double good, double excellent) {
        return value < fair ? POOR : value < good ? FAIR : value < excellent ? GOOD : EXCELLENT;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

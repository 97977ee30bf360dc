// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What one step of a feature's value means. */
public enum Unit {
    DAYS,
    ORDERS,
    MONEY,
    ITEMS,
    /** From 0 to 1. */
    SHARE,
    /** One quantity divided by another; 1 means equal. */
    RATIO,
    EVENTS,
    MONTHS,
    /** A number whose unit only its source knows: a trait. */
    NUMBER;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

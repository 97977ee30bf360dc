// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.util.Locale;
import java.util.Optional;

/** What is measured over the matching events of a profile. */
public enum Measure {
    /** Number of events. */
    COUNT,
    /** Number of distinct orders; an event without an order reference is an order of its own. */
    ORDERS,
    /** Sum of money; an event without an amount adds nothing. */
    AMOUNT,
    /** Sum of pieces; an event without a quantity adds nothing. */
    QUANTITY,
    /** Whole days (24 hours) between the latest event and "as of". */
    DAYS_SINCE_LAST,
    /** Whole days (24 hours) between the earliest event and "as of". */
    DAYS_SINCE_FIRST;

    /** The name in JSON: {@code days-since-last}. */
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Measure> named(String json) {
        for (Measure measure : values()) {
            if (measure.json().equals(json)) {
                return Optional.of(measure);
            }
        }
        return Optional.empty();
    }

    /** Counts from the last or first event, and so says nothing about who has none. */
    public boolean needsAnEvent() {
        return this == DAYS_SINCE_LAST || this == DAYS_SINCE_FIRST;
    }
}

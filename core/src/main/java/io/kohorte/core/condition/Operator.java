// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a comparison compares. */
public enum Operator {
    EQUALS,
    NOT_EQUALS,
    IN,
    NOT_IN,
    CONTAINS,
    STARTS_WITH,
    AT_LEAST,
    AT_MOST,
    MORE_THAN,
    LESS_THAN,
    BEFORE,
    AFTER,
    EXISTS,
    MISSING;

    /** Those that compare what happened with a number. */
    public static final Set<Operator> OF_MEASURES = EnumSet.of(AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN, EQUALS);

    /** The name in JSON: {@code at-least}. */
    public String json() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Operator> named(String json) {
        for (Operator operator : values()) {
            if (operator.json().equals(json)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    /** Takes a list {@code values} instead of one {@code value}. */
    public boolean takesList() {
        return this == IN || this == NOT_IN;
    }

    /** Asks only whether something is known. */
    public boolean takesNothing() {
        return this == EXISTS || this == MISSING;
    }
}

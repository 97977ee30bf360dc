// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How well two values agree, from not at all to wholly. */
public enum Agreement {
    /** One of the two is not known, which says nothing. */
    MISSING(0),
    DIFFERENT(1),
    ROUGH(2),
    CLOSE(3),
    EXACT(4);

    /** How many there are. */
    static final int COUNT = 5;

    private final int level;

    Agreement(int level) {
        this.level = level;
    }

    /** From 0 for nothing known to 4 for wholly the same; the place in arrays and in what is kept of learning. */
    int level() {
        return level;
    }

    static Agreement at(int level) {
        return switch (level) {
            case 0 -> MISSING;
            case 1 -> DIFFERENT;
            case 2 -> ROUGH;
            case 3 -> CLOSE;
            case 4 -> EXACT;
            default -> throw new IllegalArgumentException("no level of agreement: " + level);
        };
    }

    @JsonCreator
    static Agreement of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import java.util.Locale;

/** How somebody is marked as a member of an audience. */
enum Marks {
    TRAIT_AND_EVENTS(true, true),
    TRAIT(true, false),
    EVENTS(false, true),
    /** Mapped fields only. */
    NOTHING(false, false);

    private final boolean trait;
    private final boolean events;

    Marks(boolean trait, boolean events) {
        this.trait = trait;
        this.events = events;
    }

    /** @throws IllegalArgumentException if the schema let through what is none */
    static Marks named(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean trait() {
        return trait;
    }

    boolean events() {
        return events;
    }
}

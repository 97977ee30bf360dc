// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.util.Locale;

/**
 * The groups that customers really belong to. The product never sees them: tests compare what it finds with them.
 *
 * <p>A living customer buys as a Poisson process whose rate is drawn from a gamma distribution, and stops for good after an
 * exponential life (Schmittlein, Morrison and Colombo 1987); season thins it.
 */
public enum Archetype {
    LOYAL_REGULAR,
    BARGAIN_HUNTER,
    ONE_TIMER,
    BIG_BASKET,
    GIFT_BUYER,
    LAPSED;

    /** Factor by which the busiest day of anybody beats an ordinary one. */
    static final double BUSIEST = 2.6;

    Habits habits() {
        return Habits.of(this);
    }

    /** How much likelier a purchase is on this day of the year than on an ordinary one. */
    double season(int dayOfYear) {
        boolean advent = dayOfYear >= 318 && dayOfYear <= 358;
        if (this == GIFT_BUYER) {
            boolean valentine = dayOfYear >= 32 && dayOfYear <= 45;
            boolean parents = dayOfYear >= 115 && dayOfYear <= 133;
            return advent || valentine || parents ? BUSIEST : 0.12;
        }
        boolean january = dayOfYear <= 31;
        return advent ? 1.5 : january ? 0.75 : 1;
    }

    /** As written in the truth file: {@code loyal-regular}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

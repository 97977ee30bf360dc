// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Field.Bond;

/**
 * How a pair agrees, in one number: three bits for each field, and above them for each bond how rare the values are that agree exactly, in
 * halves of a nat. Millions of pairs have some ten thousand different patterns.
 */
final class Pattern {

    private static final int LEVEL_BITS = 3;
    private static final int RARITY_BITS = 6;
    private static final int RARITY_AT = 39;
    private static final double STEP = 0.5;
    private static final int ZERO = 32;
    private static final int MOST = 63;

    private Pattern() {}

    static long with(long pattern, int field, Agreement agreement) {
        return pattern | (long) agreement.level() << (LEVEL_BITS * field);
    }

    /** Adds the logarithm of how much rarer the agreeing values of a bond are than usual. */
    static long rare(long pattern, Bond bond, double rarity) {
        return pattern | Math.max(0, Math.min(MOST, Math.round(rarity / STEP) + ZERO)) << at(bond);
    }

    static int level(long pattern, int field) {
        return (int) (pattern >> (LEVEL_BITS * field)) & 7;
    }

    static double rarity(long pattern, Bond bond) {
        return ((pattern >> at(bond) & MOST) - ZERO) * STEP;
    }

    private static int at(Bond bond) {
        int place =
                switch (bond) {
                    case PERSONAL -> 0;
                    case NAME -> 1;
                    case FAMILY_NAME -> 2;
                    case HOME -> 3;
                };
        return RARITY_AT + RARITY_BITS * place;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

/**
 * How a pair agrees, in one number: three bits for each field, and above them how rare the values are that agree exactly, in halves of a nat.
 * Millions of pairs have some ten thousand different patterns.
 */
final class Pattern {

    private static final int BITS = 3;
    private static final int SHARED_AT = 48;
    private static final int PERSONAL_AT = 56;
    private static final double STEP = 0.5;
    private static final int ZERO = 64;
    private static final int MOST = 127;

    private Pattern() {}

    static long with(long pattern, int field, Agreement agreement) {
        return pattern | (long) agreement.level() << (BITS * field);
    }

    /** Adds logarithms of how much rarer the agreeing values are than usual. */
    static long rare(long pattern, double shared, double personal) {
        return pattern | step(shared) << SHARED_AT | step(personal) << PERSONAL_AT;
    }

    static int level(long pattern, int field) {
        return (int) (pattern >> (BITS * field)) & 7;
    }

    static double sharedRarity(long pattern) {
        return ((pattern >> SHARED_AT & MOST) - ZERO) * STEP;
    }

    static double allRarity(long pattern) {
        return sharedRarity(pattern) + ((pattern >> PERSONAL_AT & MOST) - ZERO) * STEP;
    }

    private static long step(double rarity) {
        return Math.max(0, Math.min(MOST, Math.round(rarity / STEP) + ZERO));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

/** The generator SplitMix64 (Steele, Lea, Flood 2014), for lots that depend on a number and on nothing else. */
public final class SplitMix {

    /** What its state goes on by with each number. */
    public static final long STEP = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /** Its finaliser: neighbouring numbers end far apart, and no regularity among them is left. */
    public static long mixed(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}

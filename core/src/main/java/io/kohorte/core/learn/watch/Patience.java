// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

/**
 * How much doubt each look may spend. Whoever looks often enough is deceived by chance some day, unless each look is content with less: the
 * n-th look at a version spends 6/(π²n²) of the whole, and all together, however many, spend no more than the whole (Bonferroni over
 * unequal parts, as in alpha spending). It holds for looks at the same customers again and again.
 */
final class Patience {
    /** How likely a version that nothing happens to is ever called drifting, in its whole life. */
    static final double WHOLE = .05;

    private Patience() {}

    /** @param look from 1 */
    static double at(int look) {
        return WHOLE * 6 / (Math.PI * Math.PI * look * look);
    }
}

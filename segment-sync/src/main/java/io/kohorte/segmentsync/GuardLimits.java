// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/**
 * How many removals a run may make before it stops and asks.
 *
 * @param removalShare share of the acknowledged audience, from 0 to 1
 * @param removalRows removals up to this number never stop a run, unless nobody at all is wanted any more
 */
public record GuardLimits(double removalShare, long removalRows) {

    public static final GuardLimits STANDARD = new GuardLimits(0.2, 100);

    public GuardLimits {
        if (!(removalShare >= 0 && removalShare <= 1) || removalRows < 0) {
            throw new IllegalArgumentException("a share from 0 to 1 and a number from 0 on");
        }
    }
}

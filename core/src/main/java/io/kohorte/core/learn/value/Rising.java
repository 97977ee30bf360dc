// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.util.Arrays;

/** Logarithms of rising factorials: of a (a+1) … (a+n-1), which is Γ(a+n) / Γ(a) without the loss of digits. */
final class Rising {
    private Rising() {}

    /** For every n from 0 to the highest of the counts. */
    static double[] logs(double a, int[] counts) {
        double[] logs = new double[Arrays.stream(counts).max().orElse(0) + 1];
        for (int n = 1; n < logs.length; n++) {
            logs[n] = logs[n - 1] + Math.log(a + n - 1);
        }
        return logs;
    }
}

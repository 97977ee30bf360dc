// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;

/**
 * How badly a customer fits one group, on the scale the model decides by. The group with the least in sum is the one assigned; of two with the
 * same, the one named first.
 *
 * @param columns what each prepared column adds
 * @param rest what does not depend on the customer: how rare and how wide the group is, or how far groups reach
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Misfit(double[] columns, double rest) {

    double sum() {
        return Arrays.stream(columns).sum() + rest;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.List;

/**
 * By how much more a number of groups narrows the spread than the same number narrows that of clouds without groups (R. Tibshirani, G. Walther,
 * T. Hastie, 2001): the difference of the logarithms.
 *
 * @param value larger where the groups are more than chance
 * @param error of the value, since the clouds are a few drawn ones
 */
record Gap(double value, double error) {

    /**
     * @param own logarithm of the squared distances to the middles, of the data
     * @param byChance the same of each cloud; one at least
     */
    static Gap of(double own, double[] byChance) {
        double mean = Arrays.stream(byChance).average().orElseThrow();
        double variance = Arrays.stream(byChance)
                .map(one -> (one - mean) * (one - mean))
                .average()
                .orElseThrow();
        return new Gap(mean - own, Math.sqrt(variance * (1 + 1. / byChance.length)));
    }

    /**
     * Place of the first after which one group more gains nothing beyond the error; the last one where each gains.
     *
     * @param gaps of numbers that follow one another; one at least
     */
    static int enough(List<Gap> gaps) {
        for (int place = 0; place < gaps.size() - 1; place++) {
            Gap next = gaps.get(place + 1);
            if (gaps.get(place).value >= next.value - next.error) {
                return place;
            }
        }
        return gaps.size() - 1;
    }
}

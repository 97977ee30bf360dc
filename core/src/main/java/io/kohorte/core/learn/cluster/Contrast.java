// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a customer is in one group and not in another. Parts and the rest add up to how much better the customer fits the one, on the scale the
 * model decides by: squared distances (or distances, by Manhattan) to the middles or to the nearest known customers of both, or the logarithm of how
 * much more likely the one is.
 *
 * @param own position of the customer's group
 * @param other position of the group it is held against
 * @param parts by feature; above 0 what speaks for the own group
 * @param rest what does not depend on the customer
 */
public record Contrast(int own, int other, Map<String, Double> parts, double rest) {

    static Contrast between(int own, int other, List<Misfit> misfits, List<String> features) {
        Misfit mine = misfits.get(own);
        Misfit theirs = misfits.get(other);
        Map<String, Double> parts = new LinkedHashMap<>();
        for (int column = 0; column < features.size(); column++) {
            parts.merge(features.get(column), theirs.columns()[column] - mine.columns()[column], Double::sum);
        }
        return new Contrast(own, other, parts, theirs.rest() - mine.rest());
    }
}

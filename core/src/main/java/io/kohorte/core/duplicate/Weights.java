// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was learned about how values agree. Frequencies of single values are not among it, they are those of the people compared.
 *
 * @param largestBlock how many people may meet at one place, see {@link Blocking}
 * @param shares of all pairs, how many agree for this reason
 */
record Weights(int largestBlock, Map<Explanation, Double> shares, List<OfField> fields) {

    /** Shares of {@link Agreement}, by its level, among pairs that agree for a reason, and among any two; 0 at MISSING. */
    record OfField(Field field, Map<Explanation, List<Double>> explained, List<Double> chance) {}

    Optional<OfField> of(Field field) {
        return fields.stream().filter(weights -> weights.field() == field).findFirst();
    }

    double share(Explanation explanation) {
        return shares.getOrDefault(explanation, 0.0);
    }
}

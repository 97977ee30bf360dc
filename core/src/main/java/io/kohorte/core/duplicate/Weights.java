// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import java.util.List;
import java.util.Optional;

/**
 * What was learned about how values agree: of the same person, of people of one household, and by chance. Frequencies of single values are
 * not among it, they are those of the people compared.
 *
 * @param largestBlock how many people may meet at one place, see {@link Blocking}
 * @param duplicates the share of all pairs that are the same person
 * @param households the share of all pairs that are of one household
 */
record Weights(int largestBlock, double duplicates, double households, List<OfField> fields) {

    /** Shares of {@link Agreement}, by its level, among pairs that are the same person, of one household, and any two; 0 at MISSING. */
    record OfField(Field field, List<Double> same, List<Double> household, List<Double> chance) {}

    Optional<OfField> of(Field field) {
        return fields.stream().filter(weights -> weights.field() == field).findFirst();
    }
}

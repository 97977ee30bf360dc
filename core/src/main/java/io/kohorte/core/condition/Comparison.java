// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.util.List;

/**
 * An operator with its right side.
 *
 * @param values none for {@code exists} and {@code missing}, several for {@code in} and {@code not-in}, else one
 */
public record Comparison(Operator op, List<Value> values) {

    public Comparison {
        values = List.copyOf(values);
        boolean fits = op.takesNothing() ? values.isEmpty() : op.takesList() ? !values.isEmpty() : values.size() == 1;
        if (!fits) {
            throw new IllegalArgumentException(op.json() + " with " + values.size() + " values");
        }
    }

    /** The one value of an operator that takes one. */
    public Value value() {
        return values.get(0);
    }
}

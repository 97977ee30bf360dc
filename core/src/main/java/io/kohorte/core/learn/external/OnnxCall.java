// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One operator at work.
 *
 * @param version of the usual operators
 * @param inputs null where one is left out
 */
record OnnxCall(OnnxOperation set, long version, List<@Nullable Cells> inputs, Budget budget) {

    /** What an operator does; nearly all answer one value. */
    @FunctionalInterface
    interface Operator {
        Cells apply(OnnxCall call);
    }

    /** Throws {@link IllegalArgumentException} where it is left out. */
    Cells input(int index) {
        return optional(index).orElseThrow(() -> new IllegalArgumentException("an input is missing"));
    }

    Optional<Cells> optional(int index) {
        return index < inputs.size() ? Optional.ofNullable(inputs.get(index)) : Optional.empty();
    }

    /** Whole numbers that moved from an attribute to an input in later versions; none where neither is there. */
    long[] wholes(String attribute, int input) {
        return optional(input).map(Cells::wholes).orElseGet(() -> set.wholes(attribute));
    }

    /** Numbers of a type and shape, filled place by place. */
    Cells fill(Cells.Type type, int[] shape, java.util.function.IntToDoubleFunction value) {
        double[] numbers = new double[budget.room(shape)];
        for (int at = 0; at < numbers.length; at++) {
            numbers[at] = type.rounded(value.applyAsDouble(at));
        }
        return Cells.numbers(type, shape, numbers);
    }

    /** Cells of {@code from} at places, in another shape. */
    Cells pick(Cells from, int[] shape, java.util.function.IntUnaryOperator place) {
        int[] places = new int[budget.room(shape)];
        for (int at = 0; at < places.length; at++) {
            places[at] = place.applyAsInt(at);
        }
        return from.picked(shape, places);
    }
}

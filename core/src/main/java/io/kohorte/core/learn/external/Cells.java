// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.Arrays;

/**
 * Numbers or texts in any number of dimensions, in the order of rows: what passes between the operators of an ONNX graph. Numbers of all types are kept as
 * doubles; those of 32 bits are rounded to 32 bits whenever an operator answers them, as everywhere else.
 *
 * @param numbers empty of texts
 * @param texts empty of numbers
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Cells(Type type, int[] shape, double[] numbers, String[] texts) {

    /** What a cell holds. */
    enum Type {
        FLOAT,
        DOUBLE,
        WHOLE,
        FLAG,
        TEXT;

        double rounded(double value) {
            return switch (this) {
                case FLOAT -> (float) value;
                case WHOLE -> (double) (long) value;
                case FLAG -> value == 0 ? 0 : 1;
                case DOUBLE, TEXT -> value;
            };
        }

        /** Of the numbers ONNX gives its types ({@code TensorProto.DataType}); throws where it is none we know. */
        static Type of(long code) {
            return switch ((int) code) {
                case 1 -> FLOAT;
                case 2, 3, 4, 5, 6, 7, 12, 13 -> WHOLE;
                case 8 -> TEXT;
                case 9 -> FLAG;
                case 11 -> DOUBLE;
                default -> throw new IllegalArgumentException("a type of numbers that is not known");
            };
        }
    }

    private static final String[] NO_TEXTS = {};
    private static final double[] NO_NUMBERS = {};

    static Cells numbers(Type type, int[] shape, double[] numbers) {
        return new Cells(type, shape, numbers, NO_TEXTS);
    }

    static Cells texts(int[] shape, String[] texts) {
        return new Cells(Type.TEXT, shape, NO_NUMBERS, texts);
    }

    static Cells row(Type type, double... numbers) {
        return numbers(type, new int[] {numbers.length}, numbers);
    }

    boolean ofTexts() {
        return type == Type.TEXT;
    }

    int size() {
        return ofTexts() ? texts.length : numbers.length;
    }

    int rank() {
        return shape.length;
    }

    /** Counted from the end where it is negative; throws where there is no such dimension. */
    int axis(long axis) {
        return axis(axis, rank());
    }

    static int axis(long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= Math.max(1, rank)) {
            throw new IllegalArgumentException("no such dimension");
        }
        return (int) counted;
    }

    /** The same cells in another shape of the same size. */
    Cells shaped(int... other) {
        if (Budget.size(other) != size()) {
            throw new IllegalArgumentException("cells do not fit the shape");
        }
        return new Cells(type, other, numbers, texts);
    }

    /** The cells at these places, in this shape. */
    Cells picked(int[] other, int[] places) {
        return ofTexts()
                ? texts(other, Arrays.stream(places).mapToObj(at -> texts[at]).toArray(String[]::new))
                : numbers(
                        type,
                        other,
                        Arrays.stream(places).mapToDouble(at -> numbers[at]).toArray());
    }

    /** Few whole numbers that say how to do something: dimensions, places. */
    long[] wholes() {
        return Arrays.stream(numbers).mapToLong(value -> (long) value).toArray();
    }

    /** How many rows: the first dimension. */
    int rows() {
        return rank() == 0 ? 1 : shape[0];
    }

    /** How many cells a row has. */
    int width() {
        return rows() == 0 ? 0 : size() / rows();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Constant numbers of a graph.
 *
 * @param raw little-endian, in the order of rows
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Tensor(Type type, List<Long> dimensions, byte[] raw) {

    /** What ONNX numbers its types by. */
    enum Type {
        FLOAT(1),
        LONG(7),
        TEXT(8),
        BOOL(9),
        DOUBLE(11);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    static Tensor of(double value) {
        return new Tensor(Type.DOUBLE, List.of(), buffer(8).putDouble(value).array());
    }

    static Tensor of(float value) {
        return new Tensor(Type.FLOAT, List.of(), buffer(4).putFloat(value).array());
    }

    static Tensor doubles(double[] values, long... dimensions) {
        ByteBuffer raw = buffer(8 * values.length);
        for (double value : values) {
            raw.putDouble(value);
        }
        return new Tensor(Type.DOUBLE, shape(values.length, dimensions), raw.array());
    }

    static Tensor longs(long[] values, long... dimensions) {
        ByteBuffer raw = buffer(8 * values.length);
        for (long value : values) {
            raw.putLong(value);
        }
        return new Tensor(Type.LONG, shape(values.length, dimensions), raw.array());
    }

    /** {@code TensorProto}. */
    Protobuf message(String name) {
        return new Protobuf()
                .numbers(1, dimensions.stream().mapToLong(Long::longValue).toArray())
                .number(2, type.code())
                .text(8, name)
                .bytes(9, raw);
    }

    /** A row of numbers unless said otherwise. */
    private static List<Long> shape(int length, long... dimensions) {
        return dimensions.length == 0
                ? List.of((long) length)
                : Arrays.stream(dimensions).boxed().toList();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

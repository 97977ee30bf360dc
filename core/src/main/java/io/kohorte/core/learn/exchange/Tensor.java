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
public record Tensor(Type type, List<Long> dimensions, byte[] raw) {

    /** What ONNX numbers its types by. */
    public enum Type {
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

    public static Tensor of(double value) {
        byte[] raw = new byte[8];
        into(raw).putDouble(value);
        return new Tensor(Type.DOUBLE, List.of(), raw);
    }

    public static Tensor of(float value) {
        byte[] raw = new byte[4];
        into(raw).putFloat(value);
        return new Tensor(Type.FLOAT, List.of(), raw);
    }

    public static Tensor floats(float[] values, long... dimensions) {
        byte[] raw = new byte[4 * values.length];
        into(raw).asFloatBuffer().put(values);
        return new Tensor(Type.FLOAT, shape(values.length, dimensions), raw);
    }

    public static Tensor doubles(double[] values, long... dimensions) {
        byte[] raw = new byte[8 * values.length];
        into(raw).asDoubleBuffer().put(values);
        return new Tensor(Type.DOUBLE, shape(values.length, dimensions), raw);
    }

    public static Tensor longs(long[] values, long... dimensions) {
        byte[] raw = new byte[8 * values.length];
        into(raw).asLongBuffer().put(values);
        return new Tensor(Type.LONG, shape(values.length, dimensions), raw);
    }

    /** {@code TensorProto}. */
    public Protobuf message(String name) {
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

    private static ByteBuffer into(byte[] raw) {
        return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    }
}

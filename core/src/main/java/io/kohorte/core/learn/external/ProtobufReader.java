// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * Reads one message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), field by field. Every length is checked
 * against what is there, so that no file makes it read or allocate more than the file is long. Throws {@link IllegalArgumentException} where the
 * bytes are no such message.
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int kind;

    ProtobufReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtobufReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Whether there is another field; it must be taken or skipped before the next call. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        kind = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > 0x1FFFFFFF) {
            throw broken();
        }
        return true;
    }

    int field() {
        return field;
    }

    void skip() {
        switch (kind) {
            case VARINT -> varint();
            case EIGHT_BYTES -> take(8);
            case BYTES -> take(length());
            case FOUR_BYTES -> take(4);
            default -> throw broken();
        }
    }

    long number() {
        require(VARINT);
        return varint();
    }

    float decimal() {
        require(FOUR_BYTES);
        return buffer(4).getFloat();
    }

    String text() {
        require(BYTES);
        int length = length();
        int from = take(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    byte[] octets() {
        require(BYTES);
        int length = length();
        int from = take(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    ProtobufReader message() {
        require(BYTES);
        int length = length();
        int from = take(length);
        return new ProtobufReader(bytes, from, from + length);
    }

    /** One whole number, or many packed into the field. */
    void numbers(LongConsumer to) {
        if (kind == VARINT) {
            to.accept(varint());
            return;
        }
        ProtobufReader packed = message();
        while (packed.at < packed.end) {
            to.accept(packed.varint());
        }
    }

    /** One 32-bit number, or many packed into the field. */
    void decimals(DoubleConsumer to) {
        if (kind == FOUR_BYTES) {
            to.accept(buffer(4).getFloat());
            return;
        }
        ProtobufReader packed = message();
        while (packed.at < packed.end) {
            to.accept(packed.buffer(4).getFloat());
        }
    }

    /** One 64-bit number, or many packed into the field. */
    void doubles(DoubleConsumer to) {
        if (kind == EIGHT_BYTES) {
            to.accept(buffer(8).getDouble());
            return;
        }
        ProtobufReader packed = message();
        while (packed.at < packed.end) {
            to.accept(packed.buffer(8).getDouble());
        }
    }

    private ByteBuffer buffer(int length) {
        return ByteBuffer.wrap(bytes, take(length), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw broken();
        }
        return (int) length;
    }

    private int take(int length) {
        if (length > end - at) {
            throw broken();
        }
        int from = at;
        at += length;
        return from;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = bytes[take(1)];
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private void require(int wanted) {
        if (kind != wanted) {
            throw broken();
        }
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException("no message of Protocol Buffers");
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.roaringbitmap.RoaringBitmap;

/** Bitmaps and fingerprints as bytes: Roaring's portable format, and eight bytes big-endian each. */
final class Packing {

    private Packing() {}

    static byte[] bytes(RoaringBitmap bitmap) {
        bitmap.runOptimize();
        var bytes = new byte[bitmap.serializedSizeInBytes()];
        bitmap.serialize(ByteBuffer.wrap(bytes));
        return bytes;
    }

    static RoaringBitmap bitmap(byte[] bytes) {
        var bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(bytes));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return bitmap;
    }

    static byte[] bytes(long[] fingerprints) {
        var buffer = ByteBuffer.allocate(fingerprints.length * Long.BYTES);
        buffer.asLongBuffer().put(fingerprints);
        return buffer.array();
    }

    static long[] longs(byte[] bytes) {
        var longs = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(longs);
        return longs;
    }
}

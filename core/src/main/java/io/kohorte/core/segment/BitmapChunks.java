// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of profile numbers cut into chunks of 65,536, as PostgreSQL keeps it: in each chunk the numbers modulo 65,536, in
 * Roaring's portable format.
 */
final class BitmapChunks {

    static final int PROFILES = 1 << 16;

    private BitmapChunks() {}

    static Map<Integer, byte[]> cut(RoaringBitmap members) {
        Map<Integer, byte[]> chunks = new TreeMap<>();
        for (long next = members.isEmpty() ? -1 : members.first(); next >= 0; ) {
            int chunk = (int) (next / PROFILES);
            chunks.put(chunk, bytes(members, chunk));
            next = members.nextValue((chunk + 1) * PROFILES);
        }
        return chunks;
    }

    static byte[] bytes(RoaringBitmap members, int chunk) {
        long first = (long) chunk * PROFILES;
        RoaringBitmap part = RoaringBitmap.addOffset(members.selectRange(first, first + PROFILES), -first);
        part.runOptimize();
        ByteBuffer bytes = ByteBuffer.allocate(part.serializedSizeInBytes());
        part.serialize(bytes);
        return bytes.array();
    }

    /** Adds a chunk to a set. */
    static void join(RoaringBitmap members, int chunk, byte[] bytes) {
        RoaringBitmap part = new RoaringBitmap();
        try {
            part.deserialize(ByteBuffer.wrap(bytes));
        } catch (IOException notABitmap) {
            throw new UncheckedIOException(notABitmap);
        }
        members.or(RoaringBitmap.addOffset(part, (long) chunk * PROFILES));
    }
}

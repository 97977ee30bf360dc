// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import org.roaringbitmap.RoaringBitmap;

/**
 * Wanted members as {@link WantedChunk} has them, under the mapping as it was and as it will be, from the same data. Not
 * copied.
 *
 * @param before fingerprints under the mapping as it was, one per member, in ascending order of members
 * @param after under the mapping as it will be
 */
@SuppressWarnings("ArrayRecordComponent") // columnar on purpose, as wanted chunks are
public record RemappedChunk(int chunk, RoaringBitmap members, long[] before, long[] after) {

    public RemappedChunk {
        if (members.getCardinality() != before.length || before.length != after.length) {
            throw new IllegalArgumentException(members.getCardinality() + " members, but " + before.length + " and "
                    + after.length + " fingerprints");
        }
    }
}

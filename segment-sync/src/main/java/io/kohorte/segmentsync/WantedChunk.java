// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.SkipReason;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * The wanted members among 65,536 neighbouring profile numbers. Not copied: a chunk holds up to half a megabyte and
 * belongs to the engine once handed over.
 *
 * @param chunk profile numbers {@code chunk * 65,536} and following
 * @param members profile numbers modulo 65,536
 * @param fingerprints one per member, in ascending order of members; see {@link Fingerprint}
 * @param heldBack how many profiles of this chunk are in the segment but not wanted, and why: shown as skipped
 */
@SuppressWarnings("ArrayRecordComponent") // columnar on purpose, see above
public record WantedChunk(int chunk, RoaringBitmap members, long[] fingerprints, Map<SkipReason, Integer> heldBack) {

    public static final int SIZE = 1 << 16;

    public WantedChunk {
        if (chunk < 0 || chunk > Character.MAX_VALUE >>> 1) {
            throw new IllegalArgumentException("no such chunk: " + chunk);
        }
        if (members.getCardinality() != fingerprints.length) {
            throw new IllegalArgumentException(
                    members.getCardinality() + " members, but " + fingerprints.length + " fingerprints");
        }
        if (!members.isEmpty() && members.last() >>> 16 != 0) {
            throw new IllegalArgumentException("members are profile numbers modulo 65,536, not " + members.last());
        }
        heldBack = Map.copyOf(heldBack);
    }

    /** A chunk in which nobody is held back. */
    public static WantedChunk of(int chunk, RoaringBitmap members, long[] fingerprints) {
        return new WantedChunk(chunk, members, fingerprints, Map.of());
    }
}

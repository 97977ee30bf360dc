// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.MemberChange;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * The door through which the engine learns what an audience should be. Thread-safe. An exception thrown here ends the
 * execution and leaves the run open; nothing is lost, since the next comparison finds what is missing.
 */
public interface AudienceSource {

    /** @throws java.util.NoSuchElementException when the sync is gone */
    SyncPlan plan(SyncId sync);

    /**
     * Everybody who should be at the destination now: members of the segments, without the suppressed, those who did not
     * consent and the holdout.
     *
     * @return chunks in ascending order, chunks without members may be left out; lazy, so that memory stays bounded. The
     *     engine closes it
     */
    Stream<WantedChunk> wanted(SyncId sync);

    /**
     * The same of these profiles only: as many chunks as they are in, with those of them who are wanted or held back.
     *
     * @param among at most some thousands
     */
    Stream<WantedChunk> wanted(SyncId sync, RoaringBitmap among);

    /**
     * The data of these profiles as it is now. Consent and suppression are read again here; for a removal they do not
     * matter, since whoever withdrew consent must be removed.
     *
     * @param change what the row is for
     * @param profiles profile numbers, at most one batch
     * @param sentAs by profile, the mark of the name under which the destination has them, {@link Fingerprint#NAMELESS} if that
     *     is not known. A removal is of that name, also when the profile goes by another now; all else is about the present one
     * @return one row per profile, in any order
     */
    List<MemberRow> rows(SyncId sync, MemberChange.Kind change, RoaringBitmap profiles, IntUnaryOperator sentAs);
}

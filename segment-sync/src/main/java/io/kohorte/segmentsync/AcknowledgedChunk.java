// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import org.roaringbitmap.RoaringBitmap;

/** What the destination confirmed among 65,536 profile numbers, in the shape of {@link WantedChunk}. */
@SuppressWarnings("ArrayRecordComponent") // columnar: compared, never copied
record AcknowledgedChunk(int chunk, RoaringBitmap members, long[] fingerprints) {}

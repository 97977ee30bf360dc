// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SyncMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * One batch as the books know it: who, not what. Members ascend; their order is the order of the batch.
 *
 * @param fingerprints of the rows sent, one per profile
 */
@SuppressWarnings("ArrayRecordComponent") // columnar: written to the database as it is
record Shipment(String key, Change change, Instant decidedAt, int[] profiles, long[] fingerprints) {

    static Shipment of(Change change, Instant decidedAt, List<MemberRow.Ready> rows) {
        return new Shipment(
                UUID.randomUUID().toString(),
                change,
                decidedAt,
                rows.stream().mapToInt(MemberRow.Ready::profile).toArray(),
                rows.stream().mapToLong(MemberRow.Ready::fingerprint).toArray());
    }

    static Shipment read(String key, Change change, Instant decidedAt, byte[] members, byte[] fingerprints) {
        return new Shipment(key, change, decidedAt, Packing.bitmap(members).toArray(), Packing.longs(fingerprints));
    }

    int size() {
        return profiles.length;
    }

    RoaringBitmap members() {
        return RoaringBitmap.bitmapOf(profiles);
    }

    /** Whether these rows are, byte for byte, those of this shipment: then it may go out again under its key. */
    boolean isStill(List<MemberRow.Ready> rows) {
        return Arrays.equals(
                        profiles,
                        rows.stream().mapToInt(MemberRow.Ready::profile).toArray())
                && Arrays.equals(
                        fingerprints,
                        rows.stream().mapToLong(MemberRow.Ready::fingerprint).toArray());
    }

    /** What the connector is told; in mode {@code remove} those who enter the segment are removed. */
    static MemberChange.Kind wire(Change change, SyncPlan plan) {
        if (plan.audience().mode() == SyncMode.REMOVE) {
            return MemberChange.Kind.REMOVE;
        }
        return switch (change) {
            case ADDED -> MemberChange.Kind.ADD;
            case CHANGED -> MemberChange.Kind.UPDATE;
            case REMOVED -> MemberChange.Kind.REMOVE;
            case UNCLEAR, RELEASED -> throw new IllegalArgumentException("nobody sends what is " + change.wire());
        };
    }
}

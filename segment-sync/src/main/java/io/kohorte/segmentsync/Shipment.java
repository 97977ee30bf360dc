// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SyncMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * One batch as the books know it: who, not what. Members ascend; their order is the order of the batch.
 *
 * @param decidedAt to the microsecond, as the database keeps it: a batch that goes out again names the same moment
 * @param fingerprints of the rows sent, one per profile
 */
@SuppressWarnings("ArrayRecordComponent") // columnar: written to the database as it is
record Shipment(String key, Change change, Instant decidedAt, int[] profiles, long[] fingerprints) {

    Shipment {
        decidedAt = decidedAt.truncatedTo(ChronoUnit.MICROS);
    }

    static Shipment of(Change change, Instant decidedAt, List<MemberRow.Ready> rows) {
        return new Shipment(
                newKey(),
                change,
                decidedAt,
                rows.stream().mapToInt(MemberRow.Ready::profile).toArray(),
                rows.stream().mapToLong(MemberRow.Ready::fingerprint).toArray());
    }

    /** Of rows that do not go out, so without a key. */
    static Shipment unsent(Change change, Instant decidedAt, List<? extends MemberRow> rows) {
        return new Shipment(
                "",
                change,
                decidedAt,
                rows.stream().mapToInt(MemberRow::profile).toArray(),
                rows.stream().mapToLong(MemberRow::fingerprint).toArray());
    }

    static Shipment read(String key, Change change, Instant decidedAt, byte[] members, byte[] fingerprints) {
        return new Shipment(key, change, decidedAt, Packing.bitmap(members).toArray(), Packing.longs(fingerprints));
    }

    int size() {
        return profiles.length;
    }

    /** Fingerprints of members whom the destination may have under the names of this batch, with whatever data. */
    long[] inDoubt() {
        return Arrays.stream(fingerprints).map(Fingerprint::inDoubt).toArray();
    }

    RoaringBitmap members() {
        return RoaringBitmap.bitmapOf(profiles);
    }

    /** Whether the other is, byte for byte, this shipment: then it may go out again under this key. */
    boolean isStill(Shipment other) {
        return Arrays.equals(profiles, other.profiles) && Arrays.equals(fingerprints, other.fingerprints);
    }

    /** Some of it under a key of its own. */
    Shipment part(int from, int to) {
        return new Shipment(
                newKey(),
                change,
                decidedAt,
                Arrays.copyOfRange(profiles, from, to),
                Arrays.copyOfRange(fingerprints, from, to));
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** The same batch, of which only some rows were taken. */
    Shipment only(int[] takenProfiles, long[] takenPrints) {
        return new Shipment(key, change, decidedAt, takenProfiles, takenPrints);
    }

    /**
     * What the connector is told; in mode {@code remove} those who enter the segment are removed, and a snapshot knows of nobody
     * who leaves.
     */
    static MemberChange.Kind wire(Change change, SyncPlan plan) {
        if (plan.audience().mode() == SyncMode.REMOVE) {
            return MemberChange.Kind.REMOVE;
        }
        return switch (change) {
            case ADDED -> MemberChange.Kind.ADD;
            case CHANGED -> plan.tellsEverybody() ? MemberChange.Kind.ADD : MemberChange.Kind.UPDATE;
            case REMOVED -> MemberChange.Kind.REMOVE;
            case UNCLEAR, RELEASED -> throw new IllegalArgumentException("nobody sends what is " + change.wire());
        };
    }
}

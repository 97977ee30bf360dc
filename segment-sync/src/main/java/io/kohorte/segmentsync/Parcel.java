// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A batch with what is in it. Lives in memory only.
 *
 * @param changes one per member of the shipment; empty when the batch went out earlier and only its fate is of interest
 * @param readAt when the rows were read
 * @param last whether it ends a snapshot; otherwise false
 */
record Parcel(Shipment shipment, MemberChange.Kind kind, List<MemberChange> changes, Instant readAt, boolean last) {

    static Parcel of(
            Change change, MemberChange.Kind kind, Instant decidedAt, List<MemberRow.Ready> rows, Instant readAt) {
        var changes = rows.stream()
                .map(row -> new MemberChange(kind, row.subject(), row.fields(), row.consent()))
                .toList();
        return new Parcel(Shipment.of(change, decidedAt, rows), kind, changes, readAt, false);
    }

    static Parcel sentEarlier(Shipment shipment, SyncPlan plan) {
        return new Parcel(shipment, Shipment.wire(shipment.change(), plan), List.of(), shipment.decidedAt(), false);
    }

    /** Ends a snapshot and tells of nobody. */
    static Parcel end(Instant decidedAt) {
        return of(Change.ADDED, MemberChange.Kind.ADD, decidedAt, List.of(), decidedAt)
                .asLast(true);
    }

    Parcel asLast(boolean isLast) {
        return new Parcel(shipment, kind, changes, readAt, isLast);
    }

    /** The same changes under the key of an earlier shipment of just these. */
    Parcel under(Shipment earlier) {
        return new Parcel(earlier, kind, changes, readAt, last);
    }

    boolean hasTheKeyOf(Parcel other) {
        return shipment.key().equals(other.shipment.key());
    }

    int size() {
        return shipment.size();
    }

    /** @param snapshot of which it is a part; empty where changes are told */
    Batch batch(Optional<Snapshot> snapshot) {
        return new Batch(shipment.key(), shipment.decidedAt(), changes, snapshot);
    }

    /** Two halves under keys of their own, to be sent one after the other. */
    List<Parcel> halves() {
        int middle = size() / 2;
        return List.of(part(0, middle, false), part(middle, size(), last));
    }

    private Parcel part(int from, int to, boolean isLast) {
        return new Parcel(shipment.part(from, to), kind, changes.subList(from, to), readAt, isLast);
    }
}

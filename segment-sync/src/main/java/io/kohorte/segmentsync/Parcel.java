// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.MemberChange;
import java.time.Instant;
import java.util.List;

/**
 * A batch with what is in it. Lives in memory only.
 *
 * @param rows empty when the batch went out earlier and only its fate is of interest
 */
record Parcel(Shipment shipment, MemberChange.Kind kind, List<MemberRow.Ready> rows) {

    static Parcel of(Change change, MemberChange.Kind kind, Instant decidedAt, List<MemberRow.Ready> rows) {
        return new Parcel(Shipment.of(change, decidedAt, rows), kind, rows);
    }

    int size() {
        return shipment.size();
    }

    Batch batch() {
        return new Batch(
                shipment.key(),
                shipment.decidedAt(),
                rows.stream().map(this::change).toList());
    }

    MemberChange change(MemberRow.Ready row) {
        return new MemberChange(kind, row.subject(), row.fields(), row.consent());
    }

    /** Two halves under keys of their own, to be sent one after the other. */
    List<Parcel> halves() {
        int middle = rows.size() / 2;
        return List.of(
                of(shipment.change(), kind, shipment.decidedAt(), rows.subList(0, middle)),
                of(shipment.change(), kind, shipment.decidedAt(), rows.subList(middle, rows.size())));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;
import java.util.Optional;

/** The batches of one part of a difference, in order. While one is out, the next, and no other, is put together. */
final class Ahead {

    private final Change change;
    private final Slices slices;
    private final Instant decidedAt;
    private final Assembly assembly;
    private final Recording recording;
    private Optional<Parcel> next = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    Ahead(Change change, Slices slices, Instant decidedAt, Assembly assembly, Recording recording) {
        this.change = change;
        this.slices = slices;
        this.decidedAt = decidedAt;
        this.assembly = assembly;
        this.recording = recording;
    }

    /** Never fails, for the answer to the batch that is out has to be taken in first. */
    void prepare() {
        try {
            if (next.isEmpty() && failure.isEmpty()) {
                next = assembled();
                next.ifPresent(parcel -> recording.openAhead(parcel.shipment()));
            }
        } catch (RuntimeException later) {
            failure = Optional.of(later);
        }
    }

    /** Empty when there is none any more. */
    Optional<Parcel> take() {
        failure.ifPresent(earlier -> {
            throw earlier;
        });
        var taken = next.or(this::assembled);
        next = Optional.empty();
        return taken;
    }

    /** Whether there may be another; those of whom nobody is to be sent are not known yet. */
    boolean mayHaveMore() {
        return next.isPresent() || slices.hasNext();
    }

    /** Slices of whom nobody is to be sent are passed over. */
    private Optional<Parcel> assembled() {
        var parcel = Optional.<Parcel>empty();
        while (parcel.isEmpty() && slices.hasNext()) {
            parcel = assembly.parcel(change, slices.next(), decidedAt);
        }
        return parcel;
    }
}

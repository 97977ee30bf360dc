// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.SkipReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Puts batches together from the rows as they are now; rows not to be sent are recorded with their reason. */
final class Assembly {

    /** No row is older than this when its call starts: so long, at most, a withdrawn consent may be overlooked. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private final SyncPlan plan;
    private final AudienceSource source;
    private final Recording recording;
    private final Clock clock;
    private final SentNames names;
    private final RoaringBitmap renamed;
    private final Takeovers takeovers;
    private final Map<Integer, Integer> unclear = new HashMap<>();
    private boolean overtaken;

    Assembly(SyncPlan plan, AudienceSource source, Recording recording, Clock clock, Difference difference) {
        this.plan = plan;
        this.source = source;
        this.recording = recording;
        this.clock = clock;
        this.names = difference.names();
        this.renamed = difference.renamed();
        this.takeovers = new Takeovers(plan, recording);
    }

    /** Those who left under a name of others who are there by now need no removal. */
    void settle(Instant decidedAt) {
        takeovers.settle(decidedAt);
    }

    /** Whether somebody got another name after the comparison, which another has to look at. */
    boolean isOvertaken() {
        return overtaken;
    }

    /** Empty when there is nothing to send about any of them. */
    Optional<Parcel> parcel(Change change, RoaringBitmap slice, Instant decidedAt) {
        var readAt = clock.instant();
        var ready = ready(change, slice, decidedAt);
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(Parcel.of(change, Shipment.wire(change, plan), decidedAt, ready, readAt));
    }

    /** The destination may have these by now, each under the name in this batch: read again, they may go by another. */
    void mayBeThere(Shipment shipment) {
        for (var row = 0; row < shipment.size(); row++) {
            unclear.put(shipment.profiles()[row], Fingerprint.mark(shipment.fingerprints()[row]));
        }
    }

    boolean isStale(Parcel parcel) {
        return parcel.readAt().plus(FRESH).isBefore(clock.instant());
    }

    /** The same members once more: under the same key if nothing about them is different, else a batch of its own. */
    Optional<Parcel> again(Parcel stale) {
        var shipment = stale.shipment();
        var fresh = parcel(shipment.change(), shipment.members(), shipment.decidedAt());
        return fresh.map(some -> shipment.isStill(some.shipment()) ? some.under(shipment) : some);
    }

    /** A batch that may have arrived, as it was; empty unless all its members are still to be sent, just as they were. */
    Optional<Parcel> asItWas(Shipment shipment) {
        var kind = Shipment.wire(shipment.change(), plan);
        var readAt = clock.instant();
        var ready = new ArrayList<MemberRow.Ready>();
        for (var row : rows(shipment.change(), shipment.members())) {
            if (row instanceof MemberRow.Ready some && mayGo(shipment.change(), some)) {
                ready.add(some);
            }
        }
        ready.sort(Comparator.comparingInt(MemberRow.Ready::profile));
        return Optional.of(Parcel.of(shipment.change(), kind, shipment.decidedAt(), ready, readAt))
                .filter(parcel -> shipment.isStill(parcel.shipment()))
                .map(parcel -> parcel.under(shipment));
    }

    private List<MemberRow> rows(Change change, RoaringBitmap profiles) {
        return source.rows(
                plan.sync(),
                Shipment.wire(change, plan),
                profiles,
                change == Change.REMOVED ? names::of : profile -> Fingerprint.NAMELESS);
    }

    /** Nobody is written under another name than the destination has them, before they were removed under that. */
    private boolean mayGo(Change change, MemberRow row) {
        return change == Change.REMOVED
                || Fingerprint.isSameName(nameOf(row.profile()), Fingerprint.mark(row.fingerprint()))
                || recording.hasLeft(row.profile());
    }

    private int nameOf(int profile) {
        return unclear.getOrDefault(profile, names.of(profile));
    }

    private List<MemberRow.Ready> ready(Change change, RoaringBitmap slice, Instant decidedAt) {
        var rows = new HashMap<Integer, MemberRow>();
        rows(change, slice).forEach(row -> rows.put(row.profile(), row));
        var ready = new ArrayList<MemberRow.Ready>();
        var unsent = new ArrayList<MemberRow>();
        var takenOver = new ArrayList<MemberRow.TakenOver>();
        for (int profile : slice.toArray()) {
            var row = rows.getOrDefault(
                    profile, new MemberRow.Skipped(profile, Fingerprint.UNKNOWN, SkipReason.NO_IDENTIFIER));
            if (!mayGo(change, row)) {
                overtaken |= !renamed.contains(profile);
            } else if (row instanceof MemberRow.Ready some) {
                ready.add(some);
            } else if (row instanceof MemberRow.TakenOver other) {
                takenOver.add(other);
            } else {
                unsent.add(row);
            }
        }
        if (!takenOver.isEmpty() && ready.addAll(takeovers.needed(takenOver, decidedAt))) {
            ready.sort(Comparator.comparingInt(MemberRow.Ready::profile));
        }
        if (!unsent.isEmpty()) {
            recording.unsent(Shipment.wire(change, plan), tidings(change, unsent, decidedAt));
        }
        return ready;
    }

    private static Tidings tidings(Change change, List<MemberRow> unsent, Instant decidedAt) {
        var tidings = new Tidings(Shipment.unsent(change, decidedAt, unsent));
        for (int row = 0; row < unsent.size(); row++) {
            if (unsent.get(row) instanceof MemberRow.Invalid invalid) {
                tidings.refuse(Refusal.invalid(invalid, change));
            } else if (unsent.get(row) instanceof MemberRow.Skipped skipped) {
                if (change.leaves() && skipped.reason() == SkipReason.NOTHING_TO_SEND) {
                    tidings.release(row);
                } else {
                    tidings.refuse(
                            Refusal.skipped(skipped.profile(), change, skipped.fingerprint(), skipped.reason(), true));
                }
            }
        }
        return tidings;
    }
}

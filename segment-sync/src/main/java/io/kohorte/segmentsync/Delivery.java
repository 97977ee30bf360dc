// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.SkipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Works off a difference. Those who left go first: an identifier that moved from one profile to another is then removed
 * before it is added, and whoever withdrew consent waits for nobody.
 */
final class Delivery {

    private static final int RETRIES_AT_ONCE = 10_000;

    private final SyncPlan plan;
    private final AudienceSource source;
    private final Books books;
    private final Line line;
    private final Sending sending;
    private final Patience patience;
    private final Recording recording;
    private final DeliveryPolicy policy;

    Delivery(
            SyncPlan plan,
            AudienceSource source,
            Books books,
            Line line,
            Sending sending,
            Patience patience,
            Recording recording,
            DeliveryPolicy policy) {
        this.plan = plan;
        this.source = source;
        this.books = books;
        this.line = line;
        this.sending = sending;
        this.patience = patience;
        this.recording = recording;
        this.policy = policy;
    }

    void workOff(Difference difference, Instant decidedAt) throws InterruptedException {
        var unclear = books.outbox().unclear(plan.sync());
        recording.phase("remove");
        sendAgain(unclear, Change.REMOVED, difference.removed());
        all(Change.REMOVED, difference.removed(), decidedAt);
        recording.phase("write");
        sendAgain(unclear, Change.ADDED, difference.added());
        sendAgain(unclear, Change.CHANGED, difference.added());
        all(Change.CHANGED, difference.changed(), decidedAt);
        all(Change.ADDED, difference.added(), decidedAt);
    }

    private void all(Change change, RoaringBitmap members, Instant decidedAt) throws InterruptedException {
        var retries = new Retries();
        for (var slice : slices(members)) {
            sendSlice(change, slice, decidedAt, retries);
            if (retries.size() >= RETRIES_AT_ONCE) {
                drain(change, decidedAt, retries);
            }
        }
        drain(change, decidedAt, retries);
    }

    /** Sends the rows that were not taken, with growing pauses, until they are taken or out of attempts. */
    void drain(Change change, Instant decidedAt, Retries retries) throws InterruptedException {
        int attempt = 1;
        int throttled = 0;
        while (!retries.isEmpty()) {
            var problem = retries.problem();
            var why = new RunProblem(problem.code().name(), problem.message(), problem.field(), "");
            if (retries.areThrottled()) {
                patience.throttled(new Answer.Failed<>(problem, retries.after(), ""), ++throttled);
            } else if (attempt >= policy.attempts()) {
                recording.postpone(Shipment.wire(change, plan), change, retries.rows());
                return;
            } else {
                patience.backOff(attempt++, retries.after(), why);
            }
            for (var slice : slices(retries.take())) {
                sendSlice(change, slice, decidedAt, retries);
            }
        }
    }

    private Iterable<RoaringBitmap> slices(RoaringBitmap members) {
        return () -> new Slices(members, line.limits().rowsPerBatch());
    }

    private void sendSlice(Change change, RoaringBitmap slice, Instant decidedAt, Retries retries)
            throws InterruptedException {
        var ready = read(change, slice, decidedAt);
        if (!ready.isEmpty()) {
            sending.send(Parcel.of(change, Shipment.wire(change, plan), decidedAt, ready), retries);
        }
    }

    /** The rows as they are now; those not to be sent are recorded with their reason. */
    private List<MemberRow.Ready> read(Change change, RoaringBitmap slice, Instant decidedAt) {
        var rows = new HashMap<Integer, MemberRow>();
        source.rows(plan.sync(), Shipment.wire(change, plan), slice).forEach(row -> rows.put(row.profile(), row));
        var ready = new ArrayList<MemberRow.Ready>();
        var unsent = new ArrayList<MemberRow>();
        for (int profile : slice.toArray()) {
            var row = rows.getOrDefault(
                    profile, new MemberRow.Skipped(profile, Fingerprint.UNKNOWN, SkipReason.NO_IDENTIFIER));
            if (row instanceof MemberRow.Ready some) {
                ready.add(some);
            } else {
                unsent.add(row);
            }
        }
        if (!unsent.isEmpty()) {
            recording.unsent(Shipment.wire(change, plan), tidings(change, unsent, decidedAt));
        }
        return ready;
    }

    private static Tidings tidings(Change change, List<MemberRow> unsent, Instant decidedAt) {
        var tidings = new Tidings(new Shipment(
                "",
                change,
                decidedAt,
                unsent.stream().mapToInt(MemberRow::profile).toArray(),
                unsent.stream().mapToLong(MemberRow::fingerprint).toArray()));
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

    /**
     * Batches that may have arrived go out again as they were, under their key, so that a destination that remembers
     * keys applies them once. If anything about them is different now, they are dissolved: their members are marked as
     * maybe there, so each is in the difference by itself.
     */
    private void sendAgain(List<Shipment> unclear, Change change, RoaringBitmap open) throws InterruptedException {
        var retries = new Retries();
        for (var shipment : unclear) {
            if (shipment.change() != change) {
                continue;
            }
            var rows = rowsOf(shipment, open);
            if (rows.isEmpty()) {
                recording.close(shipment);
            } else {
                open.andNot(shipment.members());
                sending.send(new Parcel(shipment, Shipment.wire(change, plan), rows), retries);
                drain(change, shipment.decidedAt(), retries);
            }
        }
    }

    /** Empty unless all of them are still to be sent, just as they were. */
    private List<MemberRow.Ready> rowsOf(Shipment shipment, RoaringBitmap open) {
        if (!open.contains(shipment.members())
                || shipment.size() > line.limits().rowsPerBatch()) {
            return List.of();
        }
        var ready = new ArrayList<MemberRow.Ready>();
        for (var row : source.rows(plan.sync(), Shipment.wire(shipment.change(), plan), shipment.members())) {
            if (row instanceof MemberRow.Ready some) {
                ready.add(some);
            }
        }
        ready.sort(Comparator.comparingInt(MemberRow.Ready::profile));
        return shipment.isStill(ready) ? ready : List.of();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Works off a difference. Those who left go first: an identifier that moved from one profile to another is then removed
 * before it is added, and whoever withdrew consent waits for nobody.
 */
final class Delivery {

    private static final int RETRIES_AT_ONCE = 10_000;

    private final SyncPlan plan;
    private final Books books;
    private final Line line;
    private final Assembly assembly;
    private final Sending sending;
    private final Patience patience;
    private final Recording recording;
    private final DeliveryPolicy policy;

    Delivery(
            SyncPlan plan,
            Books books,
            Line line,
            Assembly assembly,
            Sending sending,
            Patience patience,
            Recording recording,
            DeliveryPolicy policy) {
        this.plan = plan;
        this.books = books;
        this.line = line;
        this.assembly = assembly;
        this.sending = sending;
        this.patience = patience;
        this.recording = recording;
        this.policy = policy;
    }

    void workOff(Difference difference, Instant decidedAt) throws InterruptedException {
        recording.beginRound();
        var unclear = books.outbox().unclear(plan.sync());
        recording.phase("remove");
        sendAgain(unclear, Change.REMOVED, difference.removed());
        all(Change.REMOVED, difference.removed(), decidedAt);
        recording.phase("write");
        sendAgain(unclear, Change.ADDED, difference.added());
        sendAgain(unclear, Change.CHANGED, difference.added());
        all(Change.CHANGED, difference.changed(), decidedAt);
        all(Change.ADDED, difference.added(), decidedAt);
        assembly.settle(decidedAt);
    }

    /**
     * Sends everybody as the parts of one snapshot, but for those who were told of before. Its last part goes out when no other
     * is on its way any more.
     *
     * @param jobs waits for the parts the destination works on
     */
    void tellEverybody(Telling telling, Difference difference, Instant decidedAt, Jobs jobs)
            throws InterruptedException {
        recording.beginRound();
        recording.phase("write");
        var told = books.outbox().told(plan.sync());
        var there = RoaringBitmap.andNot(difference.there(), told);
        var added = RoaringBitmap.andNot(difference.added(), told);
        parts(Change.CHANGED, there, added.isEmpty(), decidedAt, jobs);
        parts(Change.ADDED, added, true, decidedAt, jobs);
        if (!telling.hasEnded()) {
            part(Parcel.end(decidedAt), new Retries(), () -> {}, jobs);
        }
    }

    private void parts(Change change, RoaringBitmap members, boolean closing, Instant decidedAt, Jobs jobs)
            throws InterruptedException {
        var retries = new Retries();
        var ahead = ahead(change, members, decidedAt);
        for (var parcel = ahead.take(); parcel.isPresent(); parcel = ahead.take()) {
            part(parcel.get().asLast(closing && !ahead.mayHaveMore()), retries, ahead::prepare, jobs);
            drain(change, decidedAt, retries);
        }
    }

    private void part(Parcel parcel, Retries retries, Runnable meanwhile, Jobs jobs) throws InterruptedException {
        if (parcel.last()) {
            var unused = jobs.await();
        }
        sending.send(parcel, retries, meanwhile);
    }

    private void all(Change change, RoaringBitmap members, Instant decidedAt) throws InterruptedException {
        var retries = new Retries();
        var ahead = ahead(change, members, decidedAt);
        for (var parcel = ahead.take(); parcel.isPresent(); parcel = ahead.take()) {
            sending.send(parcel.get(), retries, ahead::prepare);
            if (retries.size() >= RETRIES_AT_ONCE) {
                drain(change, decidedAt, retries);
            }
        }
        drain(change, decidedAt, retries);
    }

    private Ahead ahead(Change change, RoaringBitmap members, Instant decidedAt) {
        var slices = new Slices(members, line.limits().rowsPerBatch());
        return new Ahead(change, slices, decidedAt, assembly, recording);
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
                if (plan.tellsEverybody()) {
                    throw patience.down(problem);
                }
                recording.postpone(Shipment.wire(change, plan), change, retries.rows());
                return;
            } else {
                patience.backOff(attempt++, retries.after(), why);
            }
            var ahead = ahead(change, retries.take(), decidedAt);
            for (var parcel = ahead.take(); parcel.isPresent(); parcel = ahead.take()) {
                sending.send(parcel.get(), retries, ahead::prepare);
            }
        }
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
            var parcel = stillOpen(shipment, open);
            if (parcel.isEmpty()) {
                recording.close(shipment);
            } else {
                open.andNot(shipment.members());
                sending.send(parcel.get(), retries, () -> {});
                drain(change, shipment.decidedAt(), retries);
            }
        }
    }

    private Optional<Parcel> stillOpen(Shipment shipment, RoaringBitmap open) {
        return open.contains(shipment.members())
                        && shipment.size() <= line.limits().rowsPerBatch()
                ? assembly.asItWas(shipment)
                : Optional.empty();
    }
}

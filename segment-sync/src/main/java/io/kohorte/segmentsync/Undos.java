// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Clock;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Looks, for a person, at what undoing a run would mean, and asks for it. */
final class Undos {

    private final Books books;
    private final AudienceSource source;
    private final Clock clock;

    Undos(Books books, AudienceSource source, Clock clock) {
        this.books = books;
        this.source = source;
        this.clock = clock;
    }

    UndoPreview preview(Lease lease, Run undone, int sampleSize) {
        var plan = source.plan(undone.sync());
        var undo = of(lease, undone, plan);
        var difference = undo.difference(
                books.ledger().acknowledged(plan.sync()), books.outbox().inJobs(plan.sync()));
        var effect = new Rehearsal(plan, source, difference, clock.instant(), sampleSize).perform(Optional.empty());
        return new UndoPreview(
                effect,
                RoaringBitmap.orCardinality(undo.changed(), undo.renamed()),
                undo.overtaken().getLongCardinality(),
                undo.overtaken().stream().limit(sampleSize).boxed().toList());
    }

    /** @throws UndoRefusedException unless this run can be undone */
    void check(Lease lease, Run undone) {
        var unused = of(lease, undone, source.plan(undone.sync()));
    }

    private Undo of(Lease lease, Run undone, SyncPlan plan) {
        if (!undone.state().isFinal()) {
            throw new UndoRefusedException(UndoRefusedException.Reason.RUN_NOT_OVER);
        }
        if (!plan.tellsLeavers()) {
            throw new UndoRefusedException(UndoRefusedException.Reason.NOBODY_IS_REMOVED);
        }
        books.merge().all(lease);
        var undo =
                books.transactions().call(connection -> Undo.of(connection, plan.sync(), undone.id(), Undo.NOT_BEGUN));
        if (!undo.accountsFor(undone.counts())) {
            throw new UndoRefusedException(UndoRefusedException.Reason.RECEIPTS_GONE);
        }
        return undo;
    }
}

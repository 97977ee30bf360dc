// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import org.roaringbitmap.RoaringBitmap;

/** Finds what differs between wanted and acknowledged, of everybody or of some. Reads only. */
final class Comparing {

    private final SyncPlan plan;
    private final AudienceSource source;
    private final Books books;

    Comparing(SyncPlan plan, AudienceSource source, Books books) {
        this.plan = plan;
        this.source = source;
        this.books = books;
    }

    /** Refusals that stand within the scope. */
    Standing standing(Scope scope) {
        return scope.profiles()
                .map(some -> books.refusals().standing(plan.sync(), some))
                .orElseGet(() -> books.refusals().standing(plan.sync()));
    }

    Difference of(Scope scope, Standing standing) {
        return scope.profiles().map(some -> among(some, standing)).orElseGet(() -> everybody(standing));
    }

    /** Sees merged state only. */
    private Difference everybody(Standing standing) {
        try (var wanted = source.wanted(plan.sync())) {
            return comparison(standing).of(wanted.iterator(), books.ledger().acknowledged(plan.sync()));
        }
    }

    private Difference among(RoaringBitmap profiles, Standing standing) {
        try (var wanted = source.wanted(plan.sync(), profiles)) {
            var difference =
                    comparison(standing).of(wanted.iterator(), books.ledger().held(plan.sync(), profiles));
            return difference.removed().isEmpty()
                    ? difference
                    : difference.outOf(books.ledger().members(plan.sync()).getLongCardinality());
        }
    }

    private Comparison comparison(Standing standing) {
        return new Comparison(plan, standing, books.outbox().inJobs(plan.sync()));
    }
}

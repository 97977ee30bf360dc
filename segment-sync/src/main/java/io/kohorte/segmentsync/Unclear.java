// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.List;
import java.util.stream.IntStream;

/** Refusals for batches of which we do not know whether they arrived. */
final class Unclear {

    static final Problem LOST =
            Problem.of(ProblemCode.MAYBE_APPLIED, "The answer got lost; the destination may have applied this change.");

    private Unclear() {}

    /**
     * Whether the destination may have applied what failed so. A connector that may send again does not tell a lost answer
     * from a lost request: both are transient to it.
     */
    static boolean mayHaveArrived(Problem problem, SyncPlan plan) {
        return switch (problem.code().kind()) {
            case AMBIGUOUS, BUG -> true;
            case TRANSIENT ->
                plan.maySendAgain()
                        && problem.code() != ProblemCode.CONNECTION
                        && problem.code() != ProblemCode.ROW_LOCKED;
            case CONFIG, AUTH, RECORD, THROTTLED, POISONED_BATCH -> false;
        };
    }

    /** Stays until a person decides. */
    static List<Refusal> firm(Shipment shipment, Problem problem) {
        return IntStream.range(0, shipment.size())
                .mapToObj(row -> Refusal.rejected(
                        shipment.profiles()[row],
                        shipment.change(),
                        shipment.fingerprints()[row],
                        lost(problem),
                        Refusal.Example.NONE))
                .toList();
    }

    /** Whatever the cause was, what counts is that nobody knows. */
    static Problem lost(Problem problem) {
        return problem.code() == ProblemCode.MAYBE_APPLIED ? problem : LOST.vendor(problem.vendorCode());
    }
}

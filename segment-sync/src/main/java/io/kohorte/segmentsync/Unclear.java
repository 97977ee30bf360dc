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

    /** Goes out again by itself. */
    static List<Refusal> postponed(Shipment shipment, Problem problem) {
        return IntStream.range(0, shipment.size())
                .mapToObj(row -> Refusal.postponed(
                        shipment.profiles()[row], shipment.change(), shipment.fingerprints()[row], lost(problem)))
                .toList();
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
    private static Problem lost(Problem problem) {
        return problem.code() == ProblemCode.MAYBE_APPLIED ? problem : LOST.vendor(problem.vendorCode());
    }
}

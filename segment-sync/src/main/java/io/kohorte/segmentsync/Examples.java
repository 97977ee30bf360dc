// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.WireAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps, for one rejected row of each cause, what went to and fro: the request as it looks for that row alone, and the part
 * of the answer that speaks of it. The first row of the latest run that met the cause: what the destination says now is
 * what has to be mended, and a cause met a thousand times costs no more than one met once.
 */
final class Examples {

    private final SyncPlan plan;
    private final Line line;
    private final RemoteAudience audience;
    private final Set<List<String>> kept = new HashSet<>();

    Examples(SyncPlan plan, Line line, RemoteAudience audience) {
        this.plan = plan;
        this.line = line;
        this.audience = audience;
    }

    /** @param row position in the batch that went out last */
    Refusal.Example of(Parcel parcel, int row, Problem problem) {
        if (parcel.changes().isEmpty() || !kept.add(List.of(problem.code().name(), problem.field()))) {
            return Refusal.Example.NONE;
        }
        var change = parcel.changes().get(row);
        var portrait = new Portrait(change, plan.opening()::withoutSecrets);
        return new Refusal.Example(request(portrait, parcel, change), response(portrait, row, change, problem));
    }

    private String request(Portrait portrait, Parcel parcel, MemberChange change) {
        var alone = new Batch(parcel.shipment().key(), parcel.shipment().decidedAt(), List.of(change));
        try {
            return line.writer().preview(audience, alone).requests().stream()
                    .reduce((earlier, last) -> last) // lookups go first
                    .map(portrait::of)
                    .orElse("");
        } catch (RuntimeException cannotPreview) {
            return "";
        }
    }

    private String response(Portrait portrait, int row, MemberChange change, Problem problem) {
        var words = (problem.vendorCode().isEmpty() ? "" : problem.vendorCode() + ": ") + problem.message();
        return line.heard(row)
                .map(answer -> part(portrait, answer, row, change, words))
                .orElseGet(() -> portrait.ofWords("", words));
    }

    private static String part(Portrait portrait, WireAnswer answer, int row, MemberChange change, String words) {
        if (answer.rows().size() == 1) {
            return portrait.ofAnswer(answer.status(), answer.body());
        }
        return Portrait.json(answer.body())
                .flatMap(tree -> AnswerPart.of(
                        tree, answer.rows().indexOf(row), answer.rows().size(), change.subject()))
                .map(part -> portrait.ofAnswer(answer.status(), part.toString()))
                .orElseGet(() -> portrait.ofWords("HTTP " + answer.status() + "\n\n", words));
    }
}

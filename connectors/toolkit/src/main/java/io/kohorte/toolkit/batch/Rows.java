// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** The rows of a batch that name their person as the vendor wants it, and those that cannot, with the reason. */
public final class Rows {

    private final int size;
    private final List<Row> sendable = new ArrayList<>();
    private final List<Preview.Refusal> refused = new ArrayList<>();

    private Rows(int size) {
        this.size = size;
    }

    /**
     * @param position in the batch
     * @param key what the vendor finds the person by, normalised
     */
    public record Row(int position, MemberChange change, String key) {

        /** Whether the person left; otherwise they entered or changed. */
        public boolean leaves() {
            return change.change() == MemberChange.Kind.REMOVE;
        }
    }

    /**
     * Rows of an audience by an identifier. Who has none, or one of which nothing usable is left, is rejected as {@code
     * IDENTIFIER_MISSING}; who leaves a mirror in which leaving means nothing is skipped.
     *
     * @param identifier namespace, for example {@code email}
     */
    public static Rows by(String identifier, Normaliser normaliser, AudienceSpec audience, Batch batch) {
        var staysPut = audience.deleteBehaviour() == DeleteBehaviour.NOTHING && audience.mode() != SyncMode.REMOVE;
        return by(identifier, normaliser, batch, staysPut);
    }

    /** Rows by an identifier where there is no audience, such as people to erase; otherwise as those of an audience. */
    public static Rows by(String identifier, Normaliser normaliser, Batch batch) {
        return by(identifier, normaliser, batch, false);
    }

    private static Rows by(String identifier, Normaliser normaliser, Batch batch, boolean whoLeavesStaysPut) {
        var rows = new Rows(batch.size());
        for (var position = 0; position < batch.size(); position++) {
            var change = batch.changes().get(position);
            if (whoLeavesStaysPut && change.change() == MemberChange.Kind.REMOVE) {
                rows.refused.add(new Preview.Refusal(position, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND)));
                continue;
            }
            var key = change.subject().identifier(identifier).flatMap(normaliser::normalise);
            if (key.isPresent()) {
                rows.sendable.add(new Row(position, change, key.get()));
            } else {
                var problem = Problem.of(ProblemCode.IDENTIFIER_MISSING, "This person has no " + identifier + ".");
                rows.refused.add(new Preview.Refusal(position, new Outcome.Rejected(problem.at(identifier))));
            }
        }
        return rows;
    }

    /**
     * Calls of so many rows, in batch order.
     *
     * @param most rows that the vendor takes in one request
     * @param call for these rows; which ones it carries need not be said
     */
    public Plan plan(int most, Function<List<Row>, HttpCall.Builder> call) {
        return plan(most, row -> "", call);
    }

    /**
     * As {@link #plan(int, Function)}, for a vendor that wants rows apart, such as those who enter and those who leave.
     *
     * @param alike rows for which this is equal share calls; calls stand in the order of the first row of each such group
     */
    public Plan plan(int most, Function<Row, ?> alike, Function<List<Row>, HttpCall.Builder> call) {
        var groups = new LinkedHashMap<Object, List<Row>>();
        sendable.forEach(row -> groups.computeIfAbsent(alike.apply(row), group -> new ArrayList<>())
                .add(row));
        var calls = groups.values().stream()
                .flatMap(group -> Chunks.cut(group, most, Long.MAX_VALUE, row -> 0).stream())
                .map(rows -> call.apply(rows)
                        .rows(rows.stream().map(Row::position).toList())
                        .build())
                .toList();
        return new Plan(size, calls, refused);
    }
}

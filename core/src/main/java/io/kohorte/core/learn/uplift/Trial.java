// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * People as they were known when chance decided whether they were treated, and whether they did it afterwards.
 *
 * @param table ascending by profile
 * @param treated or else held out
 * @param outcome whether they did it
 */
@SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
public record Trial(FeatureTable table, boolean[] treated, boolean[] outcome) {

    /** Features are named otherwise: those of traits have a prefix, and none of the others is called so. */
    static final String TREATED = "was-treated";

    public Trial {
        if (treated.length != table.size() || outcome.length != table.size()) {
            throw new IllegalArgumentException("outcomes do not fit the table");
        }
        for (int row = 1; row < treated.length; row++) {
            if (table.profile(row) < table.profile(row - 1)) {
                throw new IllegalArgumentException("the table does not ascend");
            }
        }
    }

    /** People of several moments together. */
    public static Trial stacked(List<Trial> parts) {
        FeatureTable all = FeatureTable.stacked(parts.stream().map(Trial::table).toList());
        boolean[] treated = new boolean[all.size()];
        boolean[] outcome = new boolean[all.size()];
        int at = 0;
        for (Trial part : parts) {
            System.arraycopy(part.treated, 0, treated, at, part.size());
            System.arraycopy(part.outcome, 0, outcome, at, part.size());
            at += part.size();
        }
        int[] order = IntStream.range(0, all.size())
                .boxed()
                .sorted(Comparator.comparingInt(all::profile))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] sortedTreated = new boolean[order.length];
        boolean[] sortedOutcome = new boolean[order.length];
        for (int row = 0; row < order.length; row++) {
            sortedTreated[row] = treated[order[row]];
            sortedOutcome[row] = outcome[order[row]];
        }
        return new Trial(all.rows(order), sortedTreated, sortedOutcome);
    }

    public int size() {
        return treated.length;
    }

    Trial rows(int[] rows) {
        boolean[] pickedTreated = new boolean[rows.length];
        boolean[] pickedOutcome = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            pickedTreated[i] = treated[rows[i]];
            pickedOutcome[i] = outcome[rows[i]];
        }
        return new Trial(table.rows(rows), pickedTreated, pickedOutcome);
    }

    /** The same people with these features alone. */
    public Trial only(Collection<String> features) {
        return new Trial(table.only(features), treated, outcome);
    }

    /** One group of the two. */
    Trial arm(boolean ofTreated) {
        return rows(armRows(ofTreated));
    }

    Moments outcomes(boolean ofTreated) {
        int[] rows = armRows(ofTreated);
        return Moments.ofRate(
                rows.length, Arrays.stream(rows).filter(row -> outcome[row]).count());
    }

    /**
     * The same people with both groups counting alike: rows of the smaller are repeated, in turn, until it is as large as the other. That weighs
     * them without asking learners for weights, and throws nobody away.
     */
    Trial evened() {
        int[] one = armRows(true);
        int[] other = armRows(false);
        int size = Math.max(one.length, other.length);
        return rows(IntStream.concat(
                        IntStream.range(0, size).map(i -> one[i % one.length]),
                        IntStream.range(0, size).map(i -> other[i % other.length]))
                .sorted()
                .toArray());
    }

    /** Class transformation: whether treatment and outcome agree. */
    boolean[] agreement() {
        boolean[] agreement = new boolean[size()];
        for (int row = 0; row < agreement.length; row++) {
            agreement[row] = treated[row] == outcome[row];
        }
        return agreement;
    }

    /** The features, and who was treated among them. */
    FeatureTable withTreatment() {
        float[] flags = new float[size()];
        for (int row = 0; row < flags.length; row++) {
            flags[row] = treated[row] ? 1 : 0;
        }
        return with(table, flags);
    }

    /** The same people as if all of them were treated, or none. */
    static FeatureTable allTreated(FeatureTable table, boolean treated) {
        float[] flags = new float[table.size()];
        Arrays.fill(flags, treated ? 1 : 0);
        return with(table, flags);
    }

    private static FeatureTable with(FeatureTable table, float[] flags) {
        List<FeatureColumn> columns = new ArrayList<>(table.columns());
        columns.add(FeatureColumn.numbers(TREATED, flags));
        return FeatureTable.of(table.profiles(), columns);
    }

    private int[] armRows(boolean ofTreated) {
        return IntStream.range(0, size())
                .filter(row -> treated[row] == ofTreated)
                .toArray();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Sampling;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Customers as they were at a decision moment, and what they did afterwards.
 *
 * @param treated whether marketing held the customer in an audience at that moment
 */
@SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
public record Labelled(FeatureTable table, boolean[] labels, boolean[] treated) {

    public Labelled {
        if (labels.length != table.size() || treated.length != table.size()) {
            throw new IllegalArgumentException("labels do not fit the table");
        }
    }

    public int size() {
        return labels.length;
    }

    long positives() {
        return Curves.positives(labels);
    }

    long treatedCount() {
        return Curves.positives(treated);
    }

    double baseRate() {
        return labels.length == 0 ? 0 : (double) positives() / labels.length;
    }

    Labelled rows(int[] rows) {
        boolean[] pickedLabels = new boolean[rows.length];
        boolean[] pickedTreated = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            pickedLabels[i] = labels[rows[i]];
            pickedTreated[i] = treated[rows[i]];
        }
        return new Labelled(table.rows(rows), pickedLabels, pickedTreated);
    }

    Labelled sample(int most, long seed) {
        return size() <= most ? this : rows(Sampling.rows(table.profiles(), most, seed));
    }

    Labelled untreated() {
        return rows(IntStream.range(0, size()).filter(row -> !treated[row]).toArray());
    }

    /** The same customers with the opposite labels. */
    Labelled negated() {
        boolean[] opposite = new boolean[labels.length];
        for (int row = 0; row < opposite.length; row++) {
            opposite[row] = !labels[row];
        }
        return new Labelled(table, opposite, treated);
    }

    Labelled without(List<String> columns) {
        return new Labelled(table.without(columns), labels, treated);
    }

    Labelled only(List<String> columns) {
        return new Labelled(table.only(columns), labels, treated);
    }

    static Labelled stacked(List<Labelled> parts) {
        FeatureTable table =
                FeatureTable.stacked(parts.stream().map(Labelled::table).toList());
        boolean[] labels = new boolean[table.size()];
        boolean[] treated = new boolean[table.size()];
        int at = 0;
        for (Labelled part : parts) {
            System.arraycopy(part.labels, 0, labels, at, part.size());
            System.arraycopy(part.treated, 0, treated, at, part.size());
            at += part.size();
        }
        return new Labelled(table, labels, treated);
    }
}

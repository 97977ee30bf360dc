// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import java.util.List;
import java.util.Optional;

/**
 * One feature of many customers. Numbers and flags hold their value (flags 0 or 1), categories the index into {@link #levels()};
 * {@code NaN} means missing in all of them.
 */
public final class FeatureColumn {
    private final String name;
    private final float[] values;
    private final List<String> levels;

    private FeatureColumn(String name, float[] values, List<String> levels) {
        this.name = name;
        this.values = values;
        this.levels = List.copyOf(levels);
    }

    public static FeatureColumn numbers(String name, float[] values) {
        return new FeatureColumn(name, values, List.of());
    }

    public static FeatureColumn categories(String name, float[] codes, List<String> levels) {
        return new FeatureColumn(name, codes, levels);
    }

    public String name() {
        return name;
    }

    /** The values themselves, not a copy: tables hold millions of rows. */
    public float[] values() {
        return values;
    }

    public float value(int row) {
        return values[row];
    }

    public boolean missing(int row) {
        return Float.isNaN(values[row]);
    }

    public List<String> levels() {
        return levels;
    }

    public boolean categorical() {
        return !levels.isEmpty();
    }

    /** The category of this row; empty where it is missing or the column holds numbers. */
    public Optional<String> category(int row) {
        return missing(row) || !categorical() ? Optional.empty() : Optional.of(levels.get((int) values[row]));
    }

    /** The given rows in the given order, repeats allowed. */
    public FeatureColumn rows(int[] rows) {
        float[] picked = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return new FeatureColumn(name, picked, levels);
    }
}

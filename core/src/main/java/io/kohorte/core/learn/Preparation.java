// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recorded pipeline from features to numbers. A feature absent at serving time counts as missing.
 *
 * @param steps one for each feature
 * @param components what then replaces columns that say much the same; null where nothing does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preparation(List<Prepared> steps, @Nullable Components components) {
    public Preparation {
        steps = List.copyOf(steps);
    }

    public Preparation(List<Prepared> steps) {
        this(steps, null);
    }

    /** What learners see. */
    public Matrix apply(FeatureTable table) {
        Matrix columns = columns(table);
        return components == null ? columns : components.of(columns);
    }

    /** The columns that hold numbers, and so can be drawn together. */
    public List<String> numbers() {
        return steps.stream()
                .filter(Prepared.Scaled.class::isInstance)
                .map(Prepared::name)
                .toList();
    }

    /** The columns that each feature becomes, before any are replaced. */
    public Matrix columns(FeatureTable table) {
        List<String> names = new ArrayList<>();
        List<float[]> columns = new ArrayList<>();
        for (Prepared step : steps) {
            FeatureColumn column = table.column(step.name()).orElseGet(() -> absent(step.name(), table.size()));
            names.addAll(step.columns());
            if (step instanceof Prepared.Raw) {
                columns.add(column.values());
            } else if (step instanceof Prepared.Scaled scaled) {
                columns.add(scaled(column, scaled));
                if (scaled.indicator()) {
                    columns.add(indicator(column));
                }
            } else if (step instanceof Prepared.OneHot oneHot) {
                columns.addAll(oneHot(column, oneHot));
            }
        }
        return new Matrix(names, columns.toArray(float[][]::new), table.size());
    }

    /** The feature that each column is made of. */
    public Map<String, String> origins() {
        Map<String, String> origins = new HashMap<>();
        for (Prepared step : steps) {
            step.columns().forEach(column -> origins.put(column, step.name()));
        }
        return origins;
    }

    /** For each of these columns the position of its feature among {@link #features()}. */
    public int[] owners(List<String> columns) {
        List<String> features = features();
        Map<String, String> origins = origins();
        return columns.stream()
                .mapToInt(column -> features.indexOf(origins.get(column)))
                .toArray();
    }

    /** The features this pipeline reads. */
    public List<String> features() {
        return steps.stream().map(Prepared::name).toList();
    }

    private static FeatureColumn absent(String name, int size) {
        float[] missing = new float[size];
        Arrays.fill(missing, Float.NaN);
        return FeatureColumn.numbers(name, missing);
    }

    private static float[] scaled(FeatureColumn column, Prepared.Scaled scaled) {
        float[] values = new float[column.values().length];
        for (int row = 0; row < values.length; row++) {
            values[row] = (float) scaled.of(column.value(row));
        }
        return values;
    }

    private static float[] indicator(FeatureColumn column) {
        float[] values = new float[column.values().length];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.missing(row) ? 1 : 0;
        }
        return values;
    }

    private static List<float[]> oneHot(FeatureColumn column, Prepared.OneHot oneHot) {
        int kept = oneHot.levels().size();
        int[] target = column.levels().stream()
                .mapToInt(level ->
                        oneHot.levels().contains(level) ? oneHot.levels().indexOf(level) : kept)
                .toArray();
        float[][] hot = new float[kept + 1][column.values().length];
        for (int row = 0; row < column.values().length; row++) {
            if (!column.missing(row)) {
                int slot = column.categorical() ? target[(int) column.value(row)] : kept;
                hot[slot][row] = (float) oneHot.weight();
            }
        }
        return List.of(hot);
    }
}

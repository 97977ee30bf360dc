// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.feature.FeatureColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the values of a category in the order they come, and in alphabetical order in the end. */
final class Categories {
    private final Map<String, Integer> codes = new HashMap<>();

    float code(String value) {
        return codes.computeIfAbsent(value, unused -> codes.size());
    }

    FeatureColumn column(String name, float[] values) {
        if (codes.isEmpty()) {
            return FeatureColumn.numbers(name, values);
        }
        List<String> levels = new ArrayList<>(codes.keySet());
        levels.sort(null);
        float[] sorted = new float[codes.size()];
        for (int level = 0; level < sorted.length; level++) {
            sorted[codes.get(levels.get(level))] = level;
        }
        for (int row = 0; row < values.length; row++) {
            values[row] = Float.isNaN(values[row]) ? Float.NaN : sorted[(int) values[row]];
        }
        return FeatureColumn.categories(name, values, levels);
    }
}

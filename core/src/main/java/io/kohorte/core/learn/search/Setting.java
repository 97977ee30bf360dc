// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values of dimensions by name; what is not named is as usual. */
public record Setting(@JsonValue Map<String, Double> values) {
    public static final Setting USUAL = new Setting(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Setting(Map<String, Double> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** The setting at a point of the unit cube. */
    public static Setting at(List<Dimension> dimensions, double[] point) {
        Map<String, Double> values = new TreeMap<>();
        for (int d = 0; d < point.length; d++) {
            values.put(dimensions.get(d).name(), dimensions.get(d).at(point[d]));
        }
        return new Setting(values);
    }

    /** The same, and what the other names besides. */
    public Setting and(Setting other) {
        Map<String, Double> both = new TreeMap<>(values);
        both.putAll(other.values);
        return new Setting(both);
    }

    public boolean names(String name) {
        return values.containsKey(name);
    }

    public double number(String name, double usual) {
        return values.getOrDefault(name, usual);
    }

    public int whole(String name, int usual) {
        return (int) Math.rint(number(name, usual));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Stream;

/** How one feature becomes columns of numbers; recorded with the model, so that it serves exactly as it trained. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Prepared.Raw.class, name = "raw"),
    @JsonSubTypes.Type(value = Prepared.Scaled.class, name = "scaled"),
    @JsonSubTypes.Type(value = Prepared.OneHot.class, name = "one-hot")
})
public sealed interface Prepared {

    String name();

    /** Names of the columns it becomes. */
    List<String> columns();

    /** The value as it is, missing values included: trees split on order alone and know what to do with a missing value. */
    record Raw(String name) implements Prepared {
        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }

    /**
     * Clipped to [low, high], through a logarithm where {@code logUnit} is above 0 (sign(v)·ln(1+|v|/logUnit), which does not depend on
     * the unit), then (v − centre) / scale. A missing value becomes {@code fill}; with {@code indicator} a second column says so.
     */
    record Scaled(
            String name,
            double low,
            double high,
            double logUnit,
            double centre,
            double scale,
            double fill,
            boolean indicator)
            implements Prepared {

        @Override
        public List<String> columns() {
            return indicator ? List.of(name, name + "=missing") : List.of(name);
        }

        double of(double value) {
            return Double.isNaN(value)
                    ? fill
                    : (curved(Math.min(high, Math.max(low, value)), logUnit) - centre) / scale;
        }

        static double curved(double value, double logUnit) {
            return logUnit <= 0 ? value : Math.signum(value) * Math.log1p(Math.abs(value) / logUnit);
        }
    }

    /** One column of 0 and {@code weight} per level kept; rarer and unknown levels share the last column; all 0 when missing. */
    record OneHot(String name, List<String> levels, double weight) implements Prepared {
        @Override
        public List<String> columns() {
            return Stream.concat(levels.stream(), Stream.of("other"))
                    .map(level -> name + "=" + level)
                    .toList();
        }
    }
}

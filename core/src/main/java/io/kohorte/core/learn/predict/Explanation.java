// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Why a score is what it is: {@code usual}, all parts and the rest together are the score.
 *
 * @param usual the score of a customer of whom nothing is known
 * @param parts heaviest first
 * @param rest what the parts leave unsaid; nothing for Shapley values
 */
public record Explanation(Method method, double score, double usual, List<Part> parts, double rest) {
    static final Comparator<Part> HEAVIEST_FIRST = Comparator.comparingDouble(part -> -Math.abs(part.points()));

    /** Below this nothing moved. */
    private static final double LEAST = 1e-12;

    public Explanation {
        parts = List.copyOf(parts);
    }

    /**
     * What parts do to a score that is a rising function of their sum: each is carried to the score in proportion, so that all add up to it.
     *
     * @param parts of each feature, on the scale where they add up
     */
    static Explanation carried(Method method, List<String> features, double[] parts, double score, double usual) {
        double moved = Arrays.stream(parts).sum();
        double rate = Math.abs(moved) < LEAST ? 0 : (score - usual) / moved;
        return new Explanation(
                method,
                score,
                usual,
                IntStream.range(0, parts.length)
                        .mapToObj(feature -> new Part(features.get(feature), parts[feature] * rate))
                        .sorted(HEAVIEST_FIRST)
                        .toList(),
                0);
    }

    /** How the parts were found. */
    public enum Method {
        /** Shapley values of a sum, where each feature has a term of its own: exact. */
        LINEAR,
        /** Shapley values of trees: exact. */
        TREE_SHAP,
        /** Shapley values of any model, exact for few features and sampled for many. */
        KERNEL_SHAP,
        /** The weights of a plain model that was fitted around the customer. */
        LIME;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What one feature does to the score.
     *
     * @param points by how much it raises the score, or lowers it, in the unit of the score
     */
    public record Part(String feature, double points) {}

    /** Why one score is higher than another of the same features: what each does to the one, less what it does to the other. */
    public Explanation minus(Explanation other) {
        Map<String, Double> points = new TreeMap<>();
        parts.forEach(part -> points.merge(part.feature(), part.points(), Double::sum));
        other.parts.forEach(part -> points.merge(part.feature(), -part.points(), Double::sum));
        return new Explanation(
                method,
                score - other.score,
                usual - other.usual,
                points.entrySet().stream()
                        .map(one -> new Part(one.getKey(), one.getValue()))
                        .sorted(HEAVIEST_FIRST)
                        .toList(),
                rest - other.rest);
    }

    /** The same of {@code factor} times the score and {@code shift}. */
    public Explanation stretched(double factor, double shift) {
        return new Explanation(
                method,
                factor * score + shift,
                factor * usual + shift,
                parts.stream()
                        .map(part -> new Part(part.feature(), factor * part.points()))
                        .toList(),
                factor * rest);
    }

    /** Where nothing is known of this feature: it is no reason. */
    public Explanation without(String feature) {
        return new Explanation(
                method,
                score,
                usual,
                parts.stream().filter(part -> !part.feature().equals(feature)).toList(),
                rest);
    }
}

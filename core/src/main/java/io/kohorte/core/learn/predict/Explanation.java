// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Why a score is what it is: {@code usual}, all parts and the rest together are the score.
 *
 * @param usual the score of a customer of whom nothing is known
 * @param parts heaviest first
 * @param rest what the parts leave unsaid; nothing for Shapley values
 */
public record Explanation(Method method, double score, double usual, List<Part> parts, double rest) {
    public Explanation {
        parts = List.copyOf(parts);
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
     * @param points by how much it raises the score, or lowers it, from 0 to 1
     */
    public record Part(String feature, double points) {}
}

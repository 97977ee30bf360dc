// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.List;

/**
 * Why a score is what it is: {@code usual} and all parts together are the score.
 *
 * @param usual the score of a customer of whom nothing is known
 * @param parts heaviest first
 */
public record Explanation(double score, double usual, List<Part> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }

    /**
     * What one feature does to the score.
     *
     * @param points by how much it raises the score, or lowers it, from 0 to 1
     */
    public record Part(String feature, double points) {}
}

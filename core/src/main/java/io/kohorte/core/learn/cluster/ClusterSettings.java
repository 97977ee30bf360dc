// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Optional;

/**
 * What a person may decide about a clustering.
 *
 * @param k the number of clusters; empty lets the vote decide between {@code fewest} and {@code most}
 * @param method empty lets the vote decide between several
 */
public record ClusterSettings(
        Optional<Integer> k, Optional<Method> method, Distance distance, int fewest, int most, long seed) {

    public static ClusterSettings automatic(long seed) {
        return new ClusterSettings(Optional.empty(), Optional.empty(), Distance.EUCLIDEAN, 2, 10, seed);
    }

    public static ClusterSettings by(Method method, Distance distance, long seed) {
        return new ClusterSettings(Optional.empty(), Optional.of(method), distance, 2, 10, seed);
    }

    public ClusterSettings into(Optional<Integer> number) {
        return new ClusterSettings(number, method, distance, fewest, most, seed);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Reduction;
import java.util.Optional;

/**
 * What a person may decide about a clustering.
 *
 * @param k the number of clusters; empty lets the vote decide between {@code fewest} and {@code most}
 * @param method empty lets the vote decide between several
 * @param components what replaces columns of numbers; empty for nothing
 */
public record ClusterSettings(
        Optional<Integer> k,
        Optional<Method> method,
        Distance distance,
        Optional<Reduction> components,
        int fewest,
        int most,
        long seed) {

    public static ClusterSettings automatic(long seed) {
        return new ClusterSettings(
                Optional.empty(), Optional.empty(), Distance.EUCLIDEAN, Optional.empty(), 2, 10, seed);
    }

    public static ClusterSettings by(Method method, Distance distance, long seed) {
        return new ClusterSettings(Optional.empty(), Optional.of(method), distance, Optional.empty(), 2, 10, seed);
    }

    public ClusterSettings into(Optional<Integer> number) {
        return new ClusterSettings(number, method, distance, components, fewest, most, seed);
    }

    public ClusterSettings by(Reduction wanted) {
        return new ClusterSettings(k, method, distance, Optional.of(wanted), fewest, most, seed);
    }
}

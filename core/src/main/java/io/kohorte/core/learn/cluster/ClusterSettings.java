// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Optional;

/**
 * What a person may decide about a clustering.
 *
 * @param k the number of clusters; empty lets the vote decide between {@code fewest} and {@code most}
 */
public record ClusterSettings(Optional<Integer> k, int fewest, int most, long seed) {

    public static ClusterSettings automatic(long seed) {
        return new ClusterSettings(Optional.empty(), 2, 10, seed);
    }
}

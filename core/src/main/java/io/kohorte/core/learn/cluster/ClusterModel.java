// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Preparation;

/** What is stored of a clustering, and all that assigning needs. */
public record ClusterModel(Preparation preparation, Centroids centroids, ClusterNumbers numbers) {

    /** Each customer's cluster, as a position in the centroids. */
    public int[] positions(FeatureTable table) {
        return centroids.assign(preparation.apply(table));
    }

    /** Each customer's cluster, by the number people and segments use. */
    public int[] numbersOf(FeatureTable table) {
        int[] positions = positions(table);
        for (int row = 0; row < positions.length; row++) {
            positions[row] = numbers.numbers()[positions[row]];
        }
        return positions;
    }
}

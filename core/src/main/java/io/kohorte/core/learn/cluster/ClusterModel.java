// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Preparation;
import org.jspecify.annotations.Nullable;

/** What is stored of a clustering, and all that assigning needs. */
public record ClusterModel(Preparation preparation, Grouping grouping, ClusterNumbers numbers, Method method) {

    /** Versions from before there was a choice know no method, and call their groups centroids. */
    public ClusterModel(
            Preparation preparation,
            @JsonAlias("centroids") Grouping grouping,
            ClusterNumbers numbers,
            @Nullable Method method) {
        this.preparation = preparation;
        this.grouping = grouping;
        this.numbers = numbers;
        this.method = method == null ? Method.K_MEANS : method;
    }

    /** Each customer's cluster, as a position in the grouping. */
    public int[] positions(FeatureTable table) {
        return grouping.assign(preparation.apply(table));
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

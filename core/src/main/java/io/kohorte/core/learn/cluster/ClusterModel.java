// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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

    /**
     * Why the first customer is in its group and not in another.
     *
     * @param against position of the other; where it is left open, the group that would be next
     */
    public Contrast contrast(FeatureTable table, OptionalInt against) {
        Matrix matrix = preparation.apply(table);
        int own = grouping.assign(matrix)[0];
        List<Misfit> misfits = grouping.misfits(matrix);
        int other = against.orElseGet(() -> IntStream.range(0, grouping.groups())
                .filter(position -> position != own)
                .boxed()
                .min(Comparator.comparingDouble(
                        position -> misfits.get(position).sum()))
                .orElse(own));
        Map<String, String> origins = preparation.origins();
        return Contrast.between(
                own, other, misfits, matrix.names().stream().map(origins::get).toList());
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

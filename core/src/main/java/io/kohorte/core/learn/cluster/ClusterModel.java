// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Components;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.predict.KernelShap;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
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
        Components components = preparation.components();
        if (components != null) {
            return throughComponents(preparation.columns(table), components, own, other);
        }
        Map<String, String> origins = preparation.origins();
        return Contrast.between(
                own, other, misfits, matrix.names().stream().map(origins::get).toList());
    }

    /**
     * Nobody can read a component, so features are told apart: by Shapley values, against the customer in the middle of all, of whom the rest is said.
     */
    private Contrast throughComponents(Matrix columns, Components components, int own, int other) {
        Function<Matrix, double[]> lead = rows -> IntStream.range(0, rows.rows())
                .mapToDouble(row -> {
                    List<Misfit> misfits = grouping.misfits(components.of(rows.pick(new int[] {row})));
                    return misfits.get(other).sum() - misfits.get(own).sum();
                })
                .toArray();
        Matrix middle = components.middle(columns.names());
        List<String> features = preparation.features();
        double[] values = new KernelShap(lead, middle, preparation.owners(columns.names()), features.size())
                .of(columns.pick(new int[] {0}));
        Map<String, Double> parts = new LinkedHashMap<>();
        for (int feature = 0; feature < values.length; feature++) {
            parts.put(features.get(feature), values[feature]);
        }
        return new Contrast(own, other, parts, lead.apply(middle)[0]);
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

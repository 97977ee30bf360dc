// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.ComponentNotes;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight features say how much somebody buys, which parts nobody; two say who is of which kind. */
final class ComponentClusteringTest {
    private static final int CUSTOMERS = 600;
    private static final int KINDS = 3;

    private final int[] truth =
            IntStream.range(0, CUSTOMERS).map(row -> row % KINDS).toArray();
    private final FeatureTable customers = customers();

    @Test
    void what_is_said_eight_times_counts_once_so_that_kinds_are_found_that_it_hides() {
        ClusterTraining.Outcome plain = trained(Method.K_MEANS, Optional.empty());
        ClusterTraining.Outcome drawnTogether = trained(Method.K_MEANS, Optional.of(Reduction.AUTO));

        double without = ClusterIndices.adjustedRand(truth, plain.assigned());
        double with = ClusterIndices.adjustedRand(truth, drawnTogether.assigned());
        assertThat(with).isGreaterThan(.9);
        assertThat(without).isLessThan(.5);
        assertThat(plain.report().components()).isEmpty();
    }

    @Test
    void the_report_says_how_much_each_component_tells_and_of_what() {
        List<ComponentNotes> notes =
                trained(Method.K_MEANS, Optional.of(Reduction.AUTO)).report().components();

        assertThat(notes).hasSize(3);
        assertThat(notes.stream().mapToDouble(ComponentNotes::explained).sum()).isBetween(.9, 1.0);
        assertThat(notes.get(0).loadings().subList(0, 8)).allSatisfy(loading -> {
            assertThat(loading.name()).startsWith("trait:much");
            assertThat(Math.abs(loading.loading())).isGreaterThan(.9);
        });
        assertThat(notes.get(0).sentence().en())
                .startsWith("Component 1 tells ")
                .contains("of what sets customers apart: high with much");
        assertThat(notes.get(1).sentence().de()).contains("dessen, was Kunden unterscheidet", "kind");
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"K_MEANS", "GAUSSIAN_MIXTURE", "GENIE"})
    void why_somebody_is_in_a_group_is_told_by_features_and_never_by_components(Method method) {
        ClusterModel model = trained(method, Optional.of(Reduction.AUTO)).model();
        FeatureTable one = customers.rows(new int[] {4});

        Contrast contrast = model.contrast(one, OptionalInt.empty());

        assertThat(contrast.parts().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        customers.columns().stream().map(FeatureColumn::name).toList());
        List<Misfit> misfits = model.grouping().misfits(model.preparation().apply(one));
        double better = misfits.get(contrast.other()).sum()
                - misfits.get(contrast.own()).sum();
        double told =
                contrast.parts().values().stream().mapToDouble(part -> part).sum() + contrast.rest();
        assertThat(told).isCloseTo(better, offset(1e-6 * Math.max(1, Math.abs(better))));
        double kinds = Math.abs(contrast.parts().get("trait:kind0"))
                + Math.abs(contrast.parts().get("trait:kind1"));
        double much = contrast.parts().entrySet().stream()
                .filter(part -> part.getKey().startsWith("trait:much"))
                .mapToDouble(part -> Math.abs(part.getValue()))
                .sum();
        assertThat(kinds).as("the kinds part the groups").isGreaterThan(much);
    }

    @Test
    void neither_the_order_of_customers_nor_the_unit_of_a_feature_changes_a_group() {
        int[] backwards =
                IntStream.range(0, CUSTOMERS).map(row -> CUSTOMERS - 1 - row).toArray();
        List<FeatureColumn> columns = new ArrayList<>();
        for (FeatureColumn column : customers.columns()) {
            float unit = column.name().endsWith("0") ? 1_024 : 1;
            float[] values = new float[CUSTOMERS];
            for (int row = 0; row < CUSTOMERS; row++) {
                values[row] = column.value(backwards[row]) * unit;
            }
            columns.add(FeatureColumn.numbers(column.name(), values));
        }
        FeatureTable same =
                FeatureTable.of(Arrays.stream(backwards).map(row -> row + 1).toArray(), columns);

        assertThat(trained(same, Method.K_MEANS, Optional.of(Reduction.AUTO)).assigned())
                .isEqualTo(trained(Method.K_MEANS, Optional.of(Reduction.AUTO)).assigned());
    }

    private ClusterTraining.Outcome trained(Method method, Optional<Reduction> components) {
        return trained(customers, method, components);
    }

    private static ClusterTraining.Outcome trained(FeatureTable table, Method method, Optional<Reduction> components) {
        List<Feature> features = table.columns().stream()
                .map(column -> FeatureCatalogue.ofTrait(column.name().substring("trait:".length()), TraitType.NUMBER))
                .toList();
        ClusterSettings settings =
                new ClusterSettings(Optional.of(KINDS), Optional.of(method), Distance.EUCLIDEAN, components, 2, 10, 42);
        return new ClusterTraining(features, settings).train(table, Optional.empty(), Progress.SILENT);
    }

    private FeatureTable customers() {
        Random random = new Random(6);
        double[][] middles = {{0, 0}, {5, 0}, {2.5, 4.3}};
        float[][] much = new float[8][CUSTOMERS];
        float[][] kind = new float[2][CUSTOMERS];
        for (int row = 0; row < CUSTOMERS; row++) {
            double size = 4 * random.nextDouble();
            for (float[] column : much) {
                column[row] = (float) (size + .1 * random.nextGaussian());
            }
            for (int side = 0; side < 2; side++) {
                kind[side][row] = (float) (middles[truth[row]][side] + .5 * random.nextGaussian());
            }
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (int column = 0; column < 8; column++) {
            columns.add(FeatureColumn.numbers("trait:much" + column, much[column]));
        }
        columns.add(FeatureColumn.numbers("trait:kind0", kind[0]));
        columns.add(FeatureColumn.numbers("trait:kind1", kind[1]));
        return FeatureTable.of(IntStream.rangeClosed(1, CUSTOMERS).toArray(), columns);
    }
}

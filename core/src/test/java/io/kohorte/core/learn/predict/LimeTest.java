// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LimeTest {
    private static final int CUSTOMERS = 400;
    private final FeatureTable table = table();

    @Test
    void of_a_sum_of_terms_each_part_is_what_its_term_adds_to_that_of_other_customers() {
        Explanation explanation = Lime.explain(LimeTest::sum, table, 3);

        Map<String, Double> points = points(explanation);
        double x = table.column("x").orElseThrow().value(3);
        double inGermany = table.column("country").orElseThrow().value(3) == 0 ? 1 : 0;
        assertThat(points.get("x")).isCloseTo(.1 * (x - mean("x")), offset(.01));
        assertThat(points.get("country")).isCloseTo(.3 * (inGermany - .5), offset(.02));
        assertThat(points.get("idle")).isCloseTo(0, offset(.01));
        assertThat(explanation.rest()).isCloseTo(0, offset(.01));
        assertThat(explanation.method()).isEqualTo(Explanation.Method.LIME);
    }

    @Test
    void what_a_plain_model_cannot_tell_is_called_a_rest_and_all_together_are_the_score() {
        Explanation explanation = Lime.explain(LimeTest::onlyTogether, table, 3);

        double told = explanation.parts().stream()
                .mapToDouble(Explanation.Part::points)
                .sum();
        assertThat(explanation.usual() + told + explanation.rest()).isCloseTo(explanation.score(), offset(1e-12));
        assertThat(Math.abs(explanation.rest())).isGreaterThan(.05);
    }

    @Test
    void the_same_customers_are_explained_the_same() {
        assertThat(Lime.explain(LimeTest::sum, table, 7)).isEqualTo(Lime.explain(LimeTest::sum, table, 7));
    }

    private static double[] sum(FeatureTable table) {
        FeatureColumn x = table.column("x").orElseThrow();
        FeatureColumn country = table.column("country").orElseThrow();
        return IntStream.range(0, table.size())
                .mapToDouble(row -> .5
                        + .1 * x.value(row)
                        + (country.category(row).orElseThrow().equals("DE") ? .3 : 0))
                .toArray();
    }

    private static double[] onlyTogether(FeatureTable table) {
        FeatureColumn x = table.column("x").orElseThrow();
        FeatureColumn idle = table.column("idle").orElseThrow();
        return IntStream.range(0, table.size())
                .mapToDouble(row -> x.value(row) * idle.value(row) > 0 ? 1 : 0)
                .toArray();
    }

    private double mean(String name) {
        FeatureColumn column = table.column(name).orElseThrow();
        return IntStream.range(0, CUSTOMERS)
                .mapToDouble(column::value)
                .average()
                .orElseThrow();
    }

    private static Map<String, Double> points(Explanation explanation) {
        return explanation.parts().stream()
                .collect(Collectors.toMap(Explanation.Part::feature, Explanation.Part::points));
    }

    private static FeatureTable table() {
        Random random = new Random(1);
        float[] x = new float[CUSTOMERS];
        float[] idle = new float[CUSTOMERS];
        float[] country = new float[CUSTOMERS];
        for (int row = 0; row < CUSTOMERS; row++) {
            x[row] = (float) random.nextGaussian();
            idle[row] = (float) random.nextGaussian();
            country[row] = row % 2;
        }
        return FeatureTable.of(
                IntStream.rangeClosed(1, CUSTOMERS).toArray(),
                List.of(
                        FeatureColumn.numbers("x", x),
                        FeatureColumn.numbers("idle", idle),
                        FeatureColumn.categories("country", country, List.of("DE", "FR"))));
    }
}

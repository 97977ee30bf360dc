// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.AutomaticFeatures;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FeatureSelectionTest {
    private static final int CUSTOMERS = 3_000;

    @Test
    void what_tells_something_new_is_kept_and_noise_copies_and_what_others_say_are_not() {
        Random random = new Random(1);
        float[] declared = normal(random);
        float[] signal = normal(random);
        float[] bent = normal(random);
        boolean[] labels = new boolean[CUSTOMERS];
        for (int row = 0; row < CUSTOMERS; row++) {
            labels[row] =
                    random.nextDouble() < Odds.probability(declared[row] + signal[row] + 2 * Math.abs(bent[row]) - 2);
        }
        List<FeatureColumn> columns = new ArrayList<>(List.of(
                FeatureColumn.numbers("recency", declared),
                FeatureColumn.numbers("auto:count:30:signal", signal),
                FeatureColumn.numbers("auto:count:90:signal", like(signal, random)),
                FeatureColumn.numbers("auto:count:30:recency", like(declared, random)),
                FeatureColumn.numbers("auto:count:30:bent", bent),
                FeatureColumn.numbers("auto:count:365:never", new float[CUSTOMERS])));
        for (int i = 0; i < 30; i++) {
            columns.add(FeatureColumn.numbers("auto:count:30:noise-" + i, normal(random)));
        }
        FeatureTable table = FeatureTable.of(IntStream.rangeClosed(1, CUSTOMERS).toArray(), columns);
        DataChecks checks = new DataChecks();

        List<String> dropped =
                FeatureSelection.dropped(new Labelled(table, labels, new boolean[CUSTOMERS]), List.of(), 42, checks);

        List<String> kept = table.columns().stream()
                .map(FeatureColumn::name)
                .filter(name -> !dropped.contains(name))
                .toList();
        assertThat(kept)
                .contains("recency", "auto:count:30:bent")
                .containsAnyOf("auto:count:30:signal", "auto:count:90:signal")
                .hasSizeBetween(3, 4);
        assertThat(checks.found())
                .singleElement()
                .satisfies(check -> assertThat(check.sentence().en()).startsWith("Of 35 automatic features"));
    }

    @Test
    void there_are_not_too_many_each_is_found_by_its_name_and_speaks_two_languages() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "Event " + i).toList();
        List<Feature> all = AutomaticFeatures.of(names, List.of("a:b", "shoes", "c", "d", "e", "f"));

        assertThat(all).hasSizeBetween(60, 120).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(feature -> assertThat(FeatureCatalogue.find(feature.name(), Map.of()))
                .map(Feature::sentence)
                .contains(feature.sentence()));
        assertThat(all)
                .filteredOn(feature -> feature.name().equals("auto:category-amount:90:a:b"))
                .singleElement()
                .satisfies(feature -> {
                    assertThat(feature.sentence().en())
                            .isEqualTo("a:b: money spent in the last 90 days; 0 where there was nothing.");
                    assertThat(feature.sentence().de())
                            .isEqualTo("a:b: Umsatz in den letzten 90 Tagen; 0, wo nichts war.");
                });
    }

    @Test
    void other_names_are_none_of_them() {
        for (String name : List.of("auto:count:0:x", "auto:guess:30:x", "auto:order-max:30:name", "auto:count:30:")) {
            assertThat(FeatureCatalogue.find(name, Map.of())).isEmpty();
        }
    }

    private static float[] normal(Random random) {
        float[] values = new float[CUSTOMERS];
        for (int row = 0; row < CUSTOMERS; row++) {
            values[row] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] like(float[] values, Random random) {
        float[] other = new float[CUSTOMERS];
        for (int row = 0; row < CUSTOMERS; row++) {
            other[row] = values[row] + (float) random.nextGaussian() / 10;
        }
        return other;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A published figure, reached from below and from above: more would mean that the preparation sees the answer. */
final class TelcoChurnTest {
    private static final Set<String> NUMBERS = Set.of("tenure", "MonthlyCharges", "TotalCharges", "SeniorCitizen");
    private static final int FOLDS = 5;

    @Test
    void logistic_regression_on_our_preparation_reaches_the_published_area_without_a_leak() throws IOException {
        Labelled customers = customers();
        int[] fold = stratified(customers.labels());
        double auc = 0;
        double brier = 0;
        for (int held = 0; held < FOLDS; held++) {
            int out = held;
            Labelled train = customers.rows(IntStream.range(0, fold.length)
                    .filter(row -> fold[row] != out)
                    .toArray());
            Labelled test = customers.rows(IntStream.range(0, fold.length)
                    .filter(row -> fold[row] == out)
                    .toArray());
            double[] scores =
                    Learner.LOGISTIC.fit(train.table(), train.labels(), 42).score(test.table());
            auc += Curves.rocAuc(scores, test.labels()) / FOLDS;
            brier += Curves.brier(scores, test.labels()) / FOLDS;
        }

        assertThat(auc).isBetween(.835, .855);
        assertThat(brier).isLessThanOrEqualTo(.137);
    }

    @Test
    void a_column_that_knows_the_answer_is_found_and_the_rest_is_not_accused() throws IOException {
        Labelled customers = customers();
        float[] leak = new float[customers.size()];
        for (int row = 0; row < leak.length; row++) {
            leak[row] = customers.labels()[row] ? 1 + row % 7 : 0;
        }
        List<FeatureColumn> columns = new ArrayList<>(customers.table().columns());
        columns.add(FeatureColumn.numbers("refunded-after-leaving", leak));
        DataChecks checks = new DataChecks();

        List<String> unusable = checks.unusable(new Labelled(
                FeatureTable.of(customers.table().profiles(), columns), customers.labels(), customers.treated()));

        assertThat(unusable).containsExactly("refunded-after-leaving");
        assertThat(checks.found()).extracting(Check::code).containsExactly("leaking-feature");
    }

    private static Labelled customers() throws IOException {
        List<String> lines = Files.readAllLines(SharedData.file("telco-churn/Telco-Customer-Churn.csv"));
        String[] header = lines.get(0).split(",", -1);
        List<String[]> rows =
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
        List<FeatureColumn> columns = new ArrayList<>();
        for (int c = 1; c < header.length - 1; c++) {
            int at = c;
            List<String> values = rows.stream().map(row -> row[at].strip()).toList();
            columns.add(NUMBERS.contains(header[c]) ? numbers(header[c], values) : categories(header[c], values));
        }
        boolean[] labels = new boolean[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.get(row)[header.length - 1].equals("Yes");
        }
        int[] profiles = IntStream.rangeClosed(1, labels.length).toArray();
        return new Labelled(FeatureTable.of(profiles, columns), labels, new boolean[labels.length]);
    }

    private static FeatureColumn numbers(String name, List<String> values) {
        float[] numbers = new float[values.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = values.get(row).isEmpty() ? Float.NaN : Float.parseFloat(values.get(row));
        }
        return FeatureColumn.numbers(name, numbers);
    }

    private static FeatureColumn categories(String name, List<String> values) {
        List<String> levels = values.stream().distinct().sorted().toList();
        float[] codes = new float[values.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = levels.indexOf(values.get(row));
        }
        return FeatureColumn.categories(name, codes, levels);
    }

    private static int[] stratified(boolean[] labels) {
        int[] fold = new int[labels.length];
        for (boolean label : new boolean[] {false, true}) {
            List<Integer> rows = new ArrayList<>(IntStream.range(0, labels.length)
                    .filter(row -> labels[row] == label)
                    .boxed()
                    .toList());
            Collections.shuffle(rows, new Random(42));
            for (int i = 0; i < rows.size(); i++) {
                fold[rows.get(i)] = i % FOLDS;
            }
        }
        return fold;
    }
}

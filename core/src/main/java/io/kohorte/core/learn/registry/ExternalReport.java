// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.external.ExternalVersion;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.Worth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of a file that scored everybody.
 *
 * @param probability whether all it said are probabilities
 * @param worth absent where no target says what came true
 */
record ExternalReport(
        FileOrigin file,
        List<Input> inputs,
        String output,
        boolean probability,
        Distribution scores,
        @Nullable Worth worth,
        List<Check> checks) {

    /**
     * What the file was given.
     *
     * @param missing share of the customers of whom this is not known
     */
    record Input(String name, @Nullable String feature, double missing) {}

    /**
     * What it answered.
     *
     * @param without how many customers it says nothing of
     * @param histogram from, to, customers
     */
    record Distribution(long customers, long without, double min, double mean, double max, List<double[]> histogram) {
        private static final int BARS = 20;

        /** Of at least one number. */
        static Distribution of(double[] scores) {
            double[] said =
                    Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
            double min = Arrays.stream(said).min().orElseThrow();
            double max = Arrays.stream(said).max().orElseThrow();
            double width = max > min ? (max - min) / BARS : 1;
            long[] counts = new long[BARS];
            for (double score : said) {
                counts[(int) Math.min(BARS - 1, (score - min) / width)]++;
            }
            List<double[]> bars = new ArrayList<>();
            for (int bar = 0; bar < (max > min ? BARS : 1); bar++) {
                bars.add(new double[] {min + bar * width, max > min ? min + (bar + 1) * width : max, counts[bar]});
            }
            return new Distribution(
                    scores.length,
                    scores.length - said.length,
                    min,
                    Arrays.stream(said).average().orElseThrow(),
                    max,
                    bars);
        }
    }

    static List<Input> inputs(ExternalVersion version, FeatureTable customers) {
        return version.inputs().stream()
                .map(input -> new Input(
                        input.input(),
                        input.feature(),
                        input.feature() == null
                                ? 1
                                : customers
                                        .column(input.feature())
                                        .map(ExternalReport::missing)
                                        .orElse(1.0)))
                .toList();
    }

    private static double missing(FeatureColumn column) {
        int rows = column.values().length;
        return rows == 0
                ? 1
                : (double) IntStream.range(0, rows).filter(column::missing).count() / rows;
    }
}

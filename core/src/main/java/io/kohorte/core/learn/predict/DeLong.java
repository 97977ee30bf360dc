// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The paired comparison of two areas under the ROC curve on the same rows (DeLong, DeLong, Clarke-Pearson 1988; by ranks as Sun, Xu 2014).
 *
 * @param difference first area minus second
 * @param standardError of the difference
 * @param pValue two-sided
 */
public record DeLong(double difference, double standardError, double pValue) {

    /** Compares two scorings of the same rows. */
    public static DeLong compare(double[] first, double[] second, boolean[] labels) {
        int[] yes = IntStream.range(0, labels.length).filter(row -> labels[row]).toArray();
        int[] no = IntStream.range(0, labels.length).filter(row -> !labels[row]).toArray();
        double[][] one = placements(first, yes, no);
        double[][] two = placements(second, yes, no);
        double difference = Arrays.stream(one[0]).average().orElse(.5)
                - Arrays.stream(two[0]).average().orElse(.5);
        double variance =
                variance(one[0], two[0]) / Math.max(1, yes.length) + variance(one[1], two[1]) / Math.max(1, no.length);
        double error = Math.sqrt(variance);
        double p =
                error < 1e-15 ? (Math.abs(difference) < 1e-15 ? 1 : 0) : 2 * (1 - normal(Math.abs(difference) / error));
        return new DeLong(difference, error, p);
    }

    /** Compares a scoring with pure chance. */
    public static DeLong againstChance(double[] scores, boolean[] labels) {
        return compare(scores, new double[labels.length], labels);
    }

    /** For each yes the share of noes below it, for each no the share of yeses above it; ties count half. */
    private static double[][] placements(double[] scores, int[] yes, int[] no) {
        double[] ofYes = Arrays.stream(yes).mapToDouble(row -> scores[row]).toArray();
        double[] ofNo = Arrays.stream(no).mapToDouble(row -> scores[row]).toArray();
        double[] sortedYes = ofYes.clone();
        double[] sortedNo = ofNo.clone();
        Arrays.sort(sortedYes);
        Arrays.sort(sortedNo);
        return new double[][] {
            Arrays.stream(ofYes).map(score -> below(sortedNo, score)).toArray(),
            Arrays.stream(ofNo).map(score -> 1 - below(sortedYes, score)).toArray()
        };
    }

    private static double below(double[] sorted, double score) {
        int less = bound(sorted, score, false);
        int notAbove = bound(sorted, score, true);
        return (less + notAbove) / 2.0 / sorted.length;
    }

    private static int bound(double[] sorted, double score, boolean inclusive) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = inclusive ? sorted[middle] <= score : sorted[middle] < score;
            low = before ? middle + 1 : low;
            high = before ? high : middle;
        }
        return low;
    }

    private static double variance(double[] one, double[] two) {
        double mean = IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] - two[i])
                .average()
                .orElse(0);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double error = one[i] - two[i] - mean;
            sum += error * error;
        }
        return sum / Math.max(1, one.length - 1);
    }

    /** The normal distribution function (Abramowitz, Stegun 1964, 26.2.17; error below 7.5e-8). */
    private static double normal(double z) {
        double t = 1 / (1 + .2316419 * z);
        double tail = t * (.319381530 + t * (-.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * tail;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What is measured on scores and what came true. Ties are treated as ties, so that order never matters. */
public final class Curves {
    private static final int MOST_POINTS = 200;

    private Curves() {}

    /** One group of equal scores, from the top. */
    private record Step(double score, long yes, long no) {}

    static long positives(boolean[] labels) {
        return IntStream.range(0, labels.length).filter(row -> labels[row]).count();
    }

    /** Area under the ROC curve: the chance that a yes scores above a no, ties counting half (Hanley, McNeil 1982). */
    public static double rocAuc(double[] scores, boolean[] labels) {
        double below = 0;
        double area = 0;
        long yesTotal = 0;
        List<Step> steps = steps(scores, labels);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            area += step.yes() * (below + step.no() / 2.0);
            below += step.no();
            yesTotal += step.yes();
        }
        return yesTotal == 0 || below == 0 ? .5 : area / (yesTotal * below);
    }

    /** Average precision: the mean precision at each yes found. */
    static double averagePrecision(double[] scores, boolean[] labels) {
        double total = positives(labels);
        double found = 0;
        double seen = 0;
        double sum = 0;
        for (Step step : steps(scores, labels)) {
            found += step.yes();
            seen += step.yes() + step.no();
            sum += step.yes() * (found / seen);
        }
        return total == 0 ? 0 : sum / total;
    }

    /** Mean squared error of the probabilities (Brier 1950). */
    public static double brier(double[] scores, boolean[] labels) {
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            double error = scores[row] - (labels[row] ? 1 : 0);
            sum += error * error;
        }
        return sum / labels.length;
    }

    /** False positive rate, true positive rate, from (0, 0) to (1, 1). */
    static List<double[]> roc(double[] scores, boolean[] labels) {
        double yesTotal = positives(labels);
        double noTotal = labels.length - yesTotal;
        List<double[]> points = new ArrayList<>();
        points.add(new double[] {0, 0});
        double yes = 0;
        double no = 0;
        for (Step step : steps(scores, labels)) {
            yes += step.yes();
            no += step.no();
            points.add(new double[] {no / Math.max(1, noTotal), yes / Math.max(1, yesTotal)});
        }
        return thinned(points);
    }

    /** Recall, precision, from the top score down. */
    static List<double[]> precisionRecall(double[] scores, boolean[] labels) {
        double yesTotal = positives(labels);
        List<double[]> points = new ArrayList<>();
        double yes = 0;
        double seen = 0;
        for (Step step : steps(scores, labels)) {
            yes += step.yes();
            seen += step.yes() + step.no();
            points.add(new double[] {yes / Math.max(1, yesTotal), yes / seen});
        }
        return thinned(points);
    }

    /** Tenths of the customers, best scores first. */
    static List<Decile> lift(double[] scores, boolean[] labels) {
        int[] order = descending(scores);
        double base = (double) positives(labels) / labels.length;
        List<Decile> deciles = new ArrayList<>();
        double gained = 0;
        for (int decile = 0; decile < 10; decile++) {
            int from = (int) ((long) decile * order.length / 10);
            int to = (int) ((long) (decile + 1) * order.length / 10);
            long yes = IntStream.range(from, to).filter(i -> labels[order[i]]).count();
            double rate = to == from ? 0 : (double) yes / (to - from);
            gained += yes;
            deciles.add(new Decile(
                    decile + 1,
                    base == 0 ? 0 : rate / base,
                    rate,
                    to == from ? 0 : scores[order[to - 1]],
                    to == from ? 0 : scores[order[from]],
                    base == 0 ? 0 : gained / (base * labels.length)));
        }
        return deciles;
    }

    /** Mean probability, observed rate and rows of ten equally full bins, lowest first. */
    static List<double[]> calibration(double[] scores, boolean[] labels) {
        int[] order = descending(scores);
        List<double[]> bins = new ArrayList<>();
        for (int bin = 9; bin >= 0; bin--) {
            int from = (int) ((long) bin * order.length / 10);
            int to = (int) ((long) (bin + 1) * order.length / 10);
            if (to > from) {
                double p = IntStream.range(from, to)
                        .mapToDouble(i -> scores[order[i]])
                        .sum();
                double yes =
                        IntStream.range(from, to).filter(i -> labels[order[i]]).count();
                bins.add(new double[] {p / (to - from), yes / (to - from), to - from});
            }
        }
        return bins;
    }

    /** The threshold at or above which the harmonic mean of precision and recall is largest. */
    static double bestThreshold(double[] scores, boolean[] labels) {
        double total = positives(labels);
        double yes = 0;
        double seen = 0;
        double best = -1;
        double threshold = .5;
        for (Step step : steps(scores, labels)) {
            yes += step.yes();
            seen += step.yes() + step.no();
            double f = 2 * yes / (total + seen);
            if (f > best) {
                best = f;
                threshold = step.score();
            }
        }
        return threshold;
    }

    static Confusion confusion(double[] scores, boolean[] labels, double threshold) {
        long[] counts = new long[4];
        for (int row = 0; row < labels.length; row++) {
            counts[(scores[row] >= threshold ? 0 : 2) + (labels[row] ? 0 : 1)]++;
        }
        return new Confusion(threshold, counts[0], counts[1], counts[3], counts[2]);
    }

    static int[] descending(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static List<Step> steps(double[] scores, boolean[] labels) {
        int[] order = descending(scores);
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < order.length) {
            double score = scores[order[at]];
            if (Double.isNaN(score)) { // equal to nothing, not even itself: the walk would never end
                throw new IllegalArgumentException("a customer without a score");
            }
            long yes = 0;
            long no = 0;
            while (at < order.length && scores[order[at]] == score) {
                yes += labels[order[at]] ? 1 : 0;
                no += labels[order[at]] ? 0 : 1;
                at++;
            }
            steps.add(new Step(score, yes, no));
        }
        return steps;
    }

    private static List<double[]> thinned(List<double[]> points) {
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        return Arrays.stream(IntStream.range(0, MOST_POINTS)
                        .map(i -> (int) ((long) i * (points.size() - 1) / (MOST_POINTS - 1)))
                        .toArray())
                .mapToObj(points::get)
                .toList();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Judges learners on customers they have not seen, where there is no time to judge by: five parts with the same share of yes in each, every
 * one of them foretold by what was learned from the other four (Stone 1974).
 */
final class CrossValidation {
    static final int FOLDS = 5;

    private final Labelled customers;
    private final long seed;
    private final int[] fold;

    CrossValidation(Labelled customers, long seed) {
        this.customers = customers;
        this.seed = seed;
        this.fold = stratified(customers.labels(), seed);
    }

    /** What the candidate says about each customer when it has not seen them. */
    double[] foretold(Candidate candidate) {
        return foretold(Collections.nCopies(FOLDS, candidate));
    }

    /** The same with a candidate for each part. */
    double[] foretold(List<Candidate> candidates) {
        double[] scores = new double[customers.size()];
        for (int part = 0; part < FOLDS; part++) {
            int[] held = inside(part);
            put(
                    candidates
                            .get(part)
                            .scores(
                                    customers.rows(outside(part)),
                                    customers.rows(held).table(),
                                    seed),
                    held,
                    scores);
        }
        return scores;
    }

    /** Mean area under the curve of a candidate within the other parts: each of them foretold by what was learned from the rest. */
    double aucWithout(int part, Candidate candidate) {
        return IntStream.range(0, FOLDS)
                .filter(inner -> inner != part)
                .mapToDouble(inner -> {
                    Labelled held = customers.rows(inside(inner));
                    Labelled others = customers.rows(IntStream.range(0, fold.length)
                            .filter(row -> fold[row] != part && fold[row] != inner)
                            .toArray());
                    return Curves.rocAuc(candidate.scores(others, held.table(), seed), held.labels());
                })
                .average()
                .orElseThrow();
    }

    /** Probabilities of the scores, those of each part calibrated on the other four. */
    double[] calibrated(double[] scores) {
        double[] probabilities = new double[scores.length];
        for (int part = 0; part < FOLDS; part++) {
            int[] others = outside(part);
            int[] held = inside(part);
            Platt platt =
                    Platt.fit(picked(scores, others), customers.rows(others).labels());
            double[] calibrated = picked(scores, held);
            for (int i = 0; i < calibrated.length; i++) {
                calibrated[i] = platt.of(calibrated[i]);
            }
            put(calibrated, held, probabilities);
        }
        return probabilities;
    }

    /** Mean over the parts of the area under the ROC curve. */
    double auc(double[] scores) {
        return IntStream.range(0, FOLDS)
                .mapToDouble(part -> Curves.rocAuc(
                        picked(scores, inside(part)),
                        customers.rows(inside(part)).labels()))
                .average()
                .orElseThrow();
    }

    private int[] inside(int part) {
        return IntStream.range(0, fold.length).filter(row -> fold[row] == part).toArray();
    }

    private int[] outside(int part) {
        return IntStream.range(0, fold.length).filter(row -> fold[row] != part).toArray();
    }

    private static double[] picked(double[] scores, int[] rows) {
        return IntStream.of(rows).mapToDouble(row -> scores[row]).toArray();
    }

    private static void put(double[] part, int[] rows, double[] whole) {
        for (int i = 0; i < rows.length; i++) {
            whole[rows[i]] = part[i];
        }
    }

    private static int[] stratified(boolean[] labels, long seed) {
        int[] fold = new int[labels.length];
        for (boolean label : new boolean[] {false, true}) {
            List<Integer> rows = new ArrayList<>(IntStream.range(0, labels.length)
                    .filter(row -> labels[row] == label)
                    .boxed()
                    .toList());
            Collections.shuffle(rows, new Random(seed));
            for (int i = 0; i < rows.size(); i++) {
                fold[rows.get(i)] = i % FOLDS;
            }
        }
        return fold;
    }
}

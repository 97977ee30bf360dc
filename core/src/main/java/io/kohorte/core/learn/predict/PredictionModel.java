// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is stored of a prediction, and all that scoring needs.
 *
 * @param columns the prepared columns the scorer reads, in its order
 * @param extension how many learned spans the promised horizon is worth; 1 where it was learned as a whole
 * @param negate whether the answer is that the event stays away: learned as its coming, and turned round at the end
 * @param threshold probability at or above which a customer counts as a yes
 */
public record PredictionModel(
        Learner learner,
        Preparation preparation,
        List<String> columns,
        Platt calibration,
        double extension,
        boolean negate,
        double threshold,
        Scorer scorer) {

    /** Below this nothing moved. */
    private static final double LEAST = 1e-12;

    public PredictionModel {
        columns = List.copyOf(columns);
    }

    /** Each row's probability of yes within the horizon. */
    public double[] score(FeatureTable table) {
        double[] scores = scorer.score(matrix(table));
        for (int row = 0; row < scores.length; row++) {
            scores[row] = finished(scores[row]);
        }
        return scores;
    }

    /**
     * Why each row has its score. Features are told apart on the scorer's own scale, where that is exact; what each does there is carried to
     * the probability in proportion, so that all parts add up to the score.
     */
    public List<Explanation> explain(FeatureTable table) {
        List<String> features = preparation.features();
        Matrix matrix = matrix(table);
        double[][] parts = parts(matrix);
        double[] scores = score(table);
        double usual = scorer.usual();
        double usualScore = finished(scorer.probability(usual));
        List<Explanation> explanations = new ArrayList<>();
        for (int row = 0; row < scores.length; row++) {
            double[] part = parts[row];
            double moved = Arrays.stream(part).sum();
            double rate = Math.abs(moved) < LEAST ? 0 : (scores[row] - usualScore) / moved;
            explanations.add(new Explanation(
                    scorer.method(),
                    scores[row],
                    usualScore,
                    IntStream.range(0, part.length)
                            .mapToObj(feature -> new Explanation.Part(features.get(feature), part[feature] * rate))
                            .sorted(Comparator.comparingDouble(one -> -Math.abs(one.points())))
                            .toList(),
                    0));
        }
        return explanations;
    }

    /** By how much each feature of the preparation moves each row, on the scorer's own scale. */
    double[][] parts(FeatureTable table) {
        return parts(matrix(table));
    }

    private double[][] parts(Matrix matrix) {
        List<String> features = preparation.features();
        Map<String, String> origins = preparation.origins();
        int[] owner = columns.stream()
                .mapToInt(column -> features.indexOf(origins.get(column)))
                .toArray();
        return scorer.parts(matrix, owner, features.size());
    }

    private Matrix matrix(FeatureTable table) {
        return preparation.apply(table).select(columns);
    }

    private double finished(double probability) {
        double comes = Extension.carried(calibration.of(probability), extension);
        return negate ? 1 - comes : comes;
    }
}

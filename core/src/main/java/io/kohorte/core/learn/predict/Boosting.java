// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.search.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Gradient boosting by XGBoost: a native library that needs the system's OpenMP ({@code libgomp1}) to learn. What it learned needs neither. */
final class Boosting {
    private static final int MOST_ROUNDS = 100;
    private static final int FEWEST_ROUNDS = 20;

    /** Values looked at in all rounds together: about a minute, however many columns there are. */
    private static final double MOST_WORK = 1e10;

    private Boosting() {}

    /** Looked for once, when first asked. */
    private static final class Library {
        static final Optional<Check> MISSING = look();

        private static Optional<Check> look() {
            try {
                new DMatrix(new float[] {0}, 1, 1, Float.NaN).dispose();
                return Optional.empty();
            } catch (LinkageError | XGBoostError absent) {
                return Optional.of(new Check(
                        "learner-missing",
                        new Wording(
                                "Gradient boosting was not tried: its native library does not load on this machine, most often because the system's package libgomp1 is not installed. The other learners were.",
                                "Gradient Boosting wurde nicht versucht: seine native Bibliothek lädt auf dieser Maschine nicht, meist weil das Systempaket libgomp1 fehlt. Die anderen Verfahren wurden versucht."),
                        Check.Severity.WARNING));
            }
        }
    }

    static Optional<Check> missing() {
        return Library.MISSING;
    }

    static Learner.Trained learn(Matrix matrix, boolean[] labels, long seed, Setting setting) throws XGBoostError {
        byte[] model = trained(
                matrix, numbers(labels), Map.of("objective", "binary:logistic", "base_score", .5), seed, setting);
        return new Learner.Trained(others -> original(model, others), BoostingCompiler.compile(model));
    }

    /**
     * Trees that add up to the logarithm of the amount expected, by the Tweedie deviance with power 1.5 (Jørgensen 1987): it suits money that is
     * mostly nothing and sometimes much.
     *
     * @param amounts 0 and more, of mean 1, so that no unit of money changes what is learned
     */
    static Trees amounts(Matrix matrix, float[] amounts, long seed) throws XGBoostError {
        byte[] model = trained(
                matrix,
                amounts,
                Map.of(
                        "objective",
                        "reg:tweedie",
                        "tweedie_variance_power",
                        1.5,
                        "base_score",
                        1,
                        "min_child_weight",
                        fewest(matrix)),
                seed,
                Setting.USUAL);
        return BoostingCompiler.trees(model);
    }

    /** A few customers who spend much must not have a leaf to themselves. */
    private static double fewest(Matrix matrix) {
        return Math.max(10, Math.min(50, matrix.rows() / 500.0));
    }

    /** XGBoost's own JSON. One thread: the order of sums, and so the model, must not depend on the machine. */
    private static byte[] trained(
            Matrix matrix, float[] labels, Map<String, Object> objective, long seed, Setting setting)
            throws XGBoostError {
        DMatrix rows = rows(matrix);
        try {
            rows.setLabel(labels);
            Map<String, Object> parameters = new HashMap<>(objective);
            parameters.put("tree_method", "hist");
            parameters.put("max_depth", setting.whole("depth", 3));
            parameters.put("eta", setting.number("rate", .1));
            parameters.put("seed", seed);
            parameters.put("nthread", 1);
            parameters.put("verbosity", 0);
            Booster booster =
                    XGBoost.train(rows, parameters, setting.whole("rounds", rounds(matrix)), Map.of(), null, null);
            try {
                return booster.toByteArray("json");
            } finally {
                booster.dispose();
            }
        } finally {
            rows.dispose();
        }
    }

    private static int rounds(Matrix matrix) {
        double values = (double) matrix.rows() * Math.max(1, matrix.width());
        return (int) Math.max(FEWEST_ROUNDS, Math.min(MOST_ROUNDS, MOST_WORK / values));
    }

    private static double[] original(byte[] model, Matrix matrix) throws Exception {
        Booster booster = XGBoost.loadModel(model);
        DMatrix rows = rows(matrix);
        try {
            float[][] predicted = booster.predict(rows);
            double[] scores = new double[matrix.rows()];
            for (int row = 0; row < scores.length; row++) {
                scores[row] = predicted[row][0];
            }
            return scores;
        } finally {
            rows.dispose();
            booster.dispose();
        }
    }

    /** The library refuses infinite values; the largest finite ones fall on the same side of every split. */
    private static DMatrix rows(Matrix matrix) throws XGBoostError {
        int width = matrix.width();
        float[] values = new float[matrix.rows() * width];
        for (int column = 0; column < width; column++) {
            float[] from = matrix.column(column);
            for (int row = 0; row < from.length; row++) {
                values[row * width + column] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, from[row]));
            }
        }
        return new DMatrix(values, matrix.rows(), width, Float.NaN);
    }

    private static float[] numbers(boolean[] labels) {
        float[] numbers = new float[labels.length];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = labels[row] ? 1 : 0;
        }
        return numbers;
    }
}

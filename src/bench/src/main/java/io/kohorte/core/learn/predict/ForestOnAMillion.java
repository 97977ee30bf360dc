// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.bench.ScikitLearn;
import io.kohorte.bench.Times;
import io.kohorte.core.learn.Matrix;
import java.nio.file.Files;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Scores a million customers by a random forest of a hundred trees of depth 12, learned from 100,000, against scikit-learn's of the same shape, in
 * turn. Goal: at most half its time. {@code -Dbench.people}; a tenth of them is scored before, to see how it grows. Then explains ten thousand, by boosted trees and, until some seconds have passed, by the forest: there is nothing to
 * compare that with, since Debian has no package of Python's shap.
 */
public final class ForestOnAMillion {
    private static final int FEATURES = 20;
    private static final int LEARNED = 100_000;
    private static final int EXPLAINED = 10_000;
    private static final int ROUNDS = 3;

    /** More than these beside the heap would not fit the machine. */
    private static final int MOST_COMPARED = 2_000_000;

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private ForestOnAMillion() {}

    public static void main(String[] arguments) throws Exception {
        var people = Integer.getInteger("bench.people", 1_000_000);
        var random = new SplittableRandom(5);
        var columns = new float[FEATURES][people];
        for (var column : columns) {
            for (var row = 0; row < people; row++) {
                column[row] = (float) random.nextGaussian();
            }
        }
        var labels = new boolean[LEARNED];
        for (var row = 0; row < LEARNED; row++) {
            var odds = columns[0][row] - columns[1][row] * columns[2][row] + Math.abs(columns[3][row]) - 1;
            labels[row] = random.nextDouble() < Odds.probability(odds);
        }
        var everybody =
                new Matrix(IntStream.range(0, FEATURES).mapToObj(i -> "x" + i).toList(), columns, people);
        var known = everybody.pick(IntStream.range(0, LEARNED).toArray());
        var forest = new Learner.Trained[1];
        var learning = Times.once(() -> forest[0] = Learner.FOREST.learn(known, labels, 7));
        System.out.printf(Locale.ROOT, "forest learned from %,d in %.1f s%n", LEARNED, learning / 1e9);
        grow(everybody, forest[0].scorer());
        if (people <= MOST_COMPARED) {
            score(everybody, labels, forest[0].scorer());
        }
        explain(known.pick(IntStream.range(0, EXPLAINED).toArray()), labels, known, forest[0].scorer());
    }

    private static void grow(Matrix everybody, Scorer forest) throws Exception {
        var tenth = everybody.pick(IntStream.range(0, everybody.rows() / 10).toArray());
        forest.score(tenth);
        for (var round = 1; round <= ROUNDS; round++) {
            var few = Times.once(() -> forest.score(tenth)) / 1e9;
            var all = Times.once(() -> forest.score(everybody)) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %,d scored in %.2f s, %,d in %.2f s: growth per customer %.2f; heap in use %,d MB%n",
                    round,
                    tenth.rows(),
                    few,
                    everybody.rows(),
                    all,
                    all / few * tenth.rows() / everybody.rows(),
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
    }

    private static void score(Matrix everybody, boolean[] labels, Scorer forest) throws Exception {
        var rows = Files.createTempFile("kohorte-bench-", ".f32");
        var answers = Files.createTempFile("kohorte-bench-", ".u1");
        try {
            ScikitLearn.write(
                    rows,
                    IntStream.range(0, FEATURES).mapToObj(everybody::column).toArray(float[][]::new));
            var bytes = new byte[labels.length];
            IntStream.range(0, bytes.length).forEach(row -> bytes[row] = (byte) (labels[row] ? 1 : 0));
            Files.write(answers, bytes);
            for (var round = 1; round <= ROUNDS; round++) {
                var ours = Times.once(() -> forest.score(everybody)) / 1e9;
                var reference = ScikitLearn.run("forest.py", rows, FEATURES, answers);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %,d scored in %.2f s, %,.0f/s; scikit-learn on all processors %.2f s, on one %.2f s: ratios %.2f and %.2f%n",
                        round,
                        everybody.rows(),
                        ours,
                        everybody.rows() / ours,
                        reference.path("all").asDouble(),
                        reference.path("one").asDouble(),
                        ours / reference.path("all").asDouble(),
                        ours / reference.path("one").asDouble());
            }
        } finally {
            Files.delete(rows);
            Files.delete(answers);
        }
    }

    private static void explain(Matrix some, boolean[] labels, Matrix known, Scorer forest) throws Exception {
        var owner = IntStream.range(0, FEATURES).toArray();
        var boosting = Boosting.missing().isPresent() ? null : Learner.BOOSTING.learn(known, labels, 7);
        for (var round = 1; round <= ROUNDS && boosting != null; round++) {
            var ours = Times.once(() -> boosting.scorer().parts(some, owner, FEATURES)) / 1e9;
            System.out.printf(
                    Locale.ROOT, "round %d: %,d explained by boosted trees in %.2f s%n", round, some.rows(), ours);
        }
        var begin = System.nanoTime();
        var done = 0;
        while (done < some.rows() && System.nanoTime() - begin < PATIENCE_NANOS) {
            forest.parts(some.pick(IntStream.range(done, done + 100).toArray()), owner, FEATURES);
            done += 100;
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d explained by the forest in %.1f s: %.2f ms each, so %.0f s for %,d%n",
                done,
                seconds,
                1e3 * seconds / done,
                seconds / done * some.rows(),
                some.rows());
    }
}

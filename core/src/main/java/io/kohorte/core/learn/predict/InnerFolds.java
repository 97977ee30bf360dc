// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges candidates in time order, away from the test: each moment by what was learned from those whose labels were known by then, as far as there
 * are any. The last is the validation moment.
 */
record InnerFolds(List<Fold> folds, long seed) {

    /** What is learned from, and the later moment it is judged on. */
    record Fold(Labelled learned, Labelled judged) {
        boolean teaches() {
            return atLeast(learned, DataChecks.FEWEST_TO_LEARN) && atLeast(judged, DataChecks.FEWEST_TO_JUDGE);
        }

        private static boolean atLeast(Labelled rows, int fewest) {
            return Math.min(rows.positives(), rows.size() - rows.positives()) >= fewest;
        }
    }

    /** @param training customers at the training moments of the windows, in their order */
    static InnerFolds of(Windows windows, List<Labelled> training, Labelled validation, long seed) {
        List<Instant> moments = new ArrayList<>(windows.training());
        moments.add(windows.validation());
        List<Labelled> customers = new ArrayList<>(training);
        customers.add(validation);
        List<Fold> folds = new ArrayList<>();
        for (int judged = 0; judged < moments.size(); judged++) {
            List<Labelled> earlier = new ArrayList<>();
            for (int learned = 0; learned < training.size(); learned++) {
                if (!moments.get(learned).plus(windows.learned()).isAfter(moments.get(judged))) {
                    earlier.add(customers.get(learned));
                }
            }
            if (!earlier.isEmpty()) {
                Fold fold = new Fold(Labelled.stacked(earlier), customers.get(judged));
                if (judged == training.size() || fold.teaches()) {
                    folds.add(fold);
                }
            }
        }
        return new InnerFolds(List.copyOf(folds), seed);
    }

    /** Mean area under the ROC curve. */
    double auc(Candidate candidate) {
        return folds.stream()
                .mapToDouble(fold ->
                        Curves.rocAuc(scores(candidate, fold), fold.judged().labels()))
                .average()
                .orElseThrow();
    }

    /** What the candidate says of the customers of the validation moment. */
    double[] latest(Candidate candidate) {
        return scores(candidate, folds.get(folds.size() - 1));
    }

    private double[] scores(Candidate candidate, Fold fold) {
        return candidate.scores(fold.learned(), fold.judged().table(), seed);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.search.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A learner and how it is set. */
public record Candidate(Learner learner, Setting setting) {

    static Candidate usual(Learner learner) {
        return new Candidate(learner, Setting.USUAL);
    }

    /** What it says of customers of whom it learns nothing. */
    double[] scores(Labelled learned, FeatureTable judged, long seed) {
        return learner.fit(learned.table(), learned.labels(), seed, setting).score(judged);
    }

    /**
     * The learners that can learn here, plainest first.
     *
     * @param components what those that weigh columns read in place of numbers
     */
    static List<Candidate> usual(Optional<Reduction> components) {
        return Arrays.stream(Learner.values())
                .filter(learner -> learner.missing().isEmpty())
                .map(learner -> new Candidate(learner, learner.usual(components)))
                .toList();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.predict.Learner.Fitted;
import io.kohorte.core.learn.uplift.UpliftModel.Foreseen;
import java.util.List;
import java.util.stream.IntStream;

/** Ways to learn by how much treatment changes the probability of the outcome, each on top of any learner of probabilities. */
public enum UpliftMethod {
    /** One model of the treated and one of the held out; the uplift is their difference. */
    TWO_MODELS("two-models", 2) {
        @Override
        List<Fitted> learn(Trial trial, Learner learner, long seed) {
            return List.of(fit(learner, trial.arm(true), seed), fit(learner, trial.arm(false), seed));
        }

        @Override
        Foreseen foresee(List<Fitted> parts, FeatureTable table) {
            double[] untreated = parts.get(1).score(table);
            return new Foreseen(difference(parts.get(0).score(table), untreated), untreated);
        }

        @Override
        List<Explanation> explain(List<Fitted> parts, FeatureTable table) {
            return less(parts.get(0).explain(table), parts.get(1).explain(table));
        }
    },

    /** One model that treatment is a feature of, asked with and without it. Sees uplift only where the learner lets features act together. */
    ONE_MODEL("one-model", 1) {
        @Override
        List<Fitted> learn(Trial trial, Learner learner, long seed) {
            return List.of(learner.fit(trial.withTreatment(), trial.outcome(), seed));
        }

        @Override
        Foreseen foresee(List<Fitted> parts, FeatureTable table) {
            double[] untreated = parts.get(0).score(Trial.allTreated(table, false));
            return new Foreseen(difference(parts.get(0).score(Trial.allTreated(table, true)), untreated), untreated);
        }

        /** That somebody is treated goes without saying on one side, and that they are not on the other, so it is in what is usual. */
        @Override
        List<Explanation> explain(List<Fitted> parts, FeatureTable table) {
            return less(explained(parts.get(0), table, true), explained(parts.get(0), table, false));
        }
    },

    /**
     * A model of whether treatment and outcome agree: with groups of one size the uplift is twice its probability less one (Jaskowski, Jaroszewicz
     * 2012). A second model, of the held out, only says what they do by themselves.
     */
    CLASS_TRANSFORMATION("class-transformation", 2) {
        @Override
        List<Fitted> learn(Trial trial, Learner learner, long seed) {
            Trial even = trial.evened();
            return List.of(learner.fit(even.table(), even.agreement(), seed), fit(learner, trial.arm(false), seed));
        }

        @Override
        Foreseen foresee(List<Fitted> parts, FeatureTable table) {
            double[] uplift = parts.get(0).score(table);
            for (int row = 0; row < uplift.length; row++) {
                uplift[row] = 2 * uplift[row] - 1;
            }
            return new Foreseen(uplift, parts.get(1).score(table));
        }

        @Override
        List<Explanation> explain(List<Fitted> parts, FeatureTable table) {
            return parts.get(0).explain(table).stream()
                    .map(agreement -> agreement.stretched(2, -1))
                    .toList();
        }
    };

    private final String wireName;
    private final int parts;

    /** @param parts how many models it learns */
    UpliftMethod(String wireName, int parts) {
        this.wireName = wireName;
        this.parts = parts;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    int parts() {
        return parts;
    }

    /** Throws {@link io.kohorte.core.learn.LearningException} where the learner cannot. */
    public UpliftModel learned(Trial trial, Learner learner, long seed) {
        return new UpliftModel(this, learner, learn(trial, learner, seed), UpliftCalibration.NONE);
    }

    abstract List<Fitted> learn(Trial trial, Learner learner, long seed);

    abstract Foreseen foresee(List<Fitted> parts, FeatureTable table);

    /** Features without treatment; all together they are the uplift of each row. */
    abstract List<Explanation> explain(List<Fitted> parts, FeatureTable table);

    private static List<Explanation> explained(Fitted model, FeatureTable table, boolean treated) {
        FeatureTable all = Trial.allTreated(table, treated);
        return table.size() == 0
                ? List.of()
                : model.given(Trial.TREATED, all).explain(all).stream()
                        .map(one -> one.without(Trial.TREATED))
                        .toList();
    }

    private static List<Explanation> less(List<Explanation> minuends, List<Explanation> subtrahends) {
        return IntStream.range(0, minuends.size())
                .mapToObj(row -> minuends.get(row).minus(subtrahends.get(row)))
                .toList();
    }

    private static Fitted fit(Learner learner, Trial trial, long seed) {
        return learner.fit(trial.table(), trial.outcome(), seed);
    }

    private static double[] difference(double[] minuend, double[] subtrahend) {
        double[] difference = new double[minuend.length];
        for (int row = 0; row < difference.length; row++) {
            difference[row] = minuend[row] - subtrahend[row];
        }
        return difference;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.People.Column;
import io.kohorte.core.duplicate.Weights.OfField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How probable it is that two people are one, and why. */
final class Scoring {

    private static final Explanation[] EXPLANATIONS = Explanation.values();

    /** Beyond it nothing is surer, and numbers would run over. */
    private static final double LARGEST = 500;

    private final People people;
    private final Weights weights;
    private final List<@Nullable OfField> ofColumns = new ArrayList<>();

    Scoring(People people, Weights weights) {
        this.people = people;
        this.weights = weights;
        people.columns()
                .forEach(column -> ofColumns.add(weights.of(column.field()).orElse(null)));
    }

    /**
     * What one field says about a pair.
     *
     * @param weight for the same person where positive, against it where negative, in bits: 1 makes it twice as probable
     */
    record Reason(Field field, Agreement agreement, double weight) {}

    double probability(int one, int other) {
        double[] evidence = new double[EXPLANATIONS.length];
        for (int i = 0; i < ofColumns.size(); i++) {
            OfField learned = ofColumns.get(i);
            Agreement agreement = people.columns().get(i).agreement(one, other);
            if (learned != null && agreement != Agreement.MISSING) {
                double chance = chance(i, one, agreement, learned);
                for (int e = 0; e < evidence.length; e++) {
                    if (EXPLANATIONS[e].touches(learned.field(), agreement)) {
                        evidence[e] += Math.log(explained(learned, EXPLANATIONS[e], agreement) / chance);
                    }
                }
            }
        }
        double same = 0;
        double otherwise = 1;
        for (int e = 0; e < evidence.length; e++) {
            double share = weights.share(EXPLANATIONS[e]);
            double like = share * Math.exp(Math.min(LARGEST, evidence[e]));
            otherwise -= share;
            if (EXPLANATIONS[e] == Explanation.SAME_PERSON) {
                same = like;
            } else {
                otherwise += like;
            }
        }
        return same / (same + otherwise);
    }

    /** Fields that are known of both. */
    List<Reason> reasons(int one, int other) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < ofColumns.size(); i++) {
            OfField learned = ofColumns.get(i);
            Agreement agreement = people.columns().get(i).agreement(one, other);
            if (learned != null && agreement != Agreement.MISSING) {
                double ratio =
                        explained(learned, Explanation.SAME_PERSON, agreement) / chance(i, one, agreement, learned);
                reasons.add(new Reason(learned.field(), agreement, Math.log(ratio) / Math.log(2)));
            }
        }
        return reasons;
    }

    private static double explained(OfField learned, Explanation explanation, Agreement agreement) {
        return Objects.requireNonNull(learned.explained().get(explanation)).get(agreement.level());
    }

    private double chance(int field, int row, Agreement agreement, OfField learned) {
        Column column = people.columns().get(field);
        return agreement == Agreement.EXACT
                ? column.share(row)
                : learned.chance().get(agreement.level());
    }
}

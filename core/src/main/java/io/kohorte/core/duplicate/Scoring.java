// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.People.Column;
import io.kohorte.core.duplicate.Weights.OfField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How probable it is that two people are one, and why. */
final class Scoring {

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
        double same = 0;
        double household = 0;
        for (int i = 0; i < ofColumns.size(); i++) {
            OfField learned = ofColumns.get(i);
            Agreement agreement = people.columns().get(i).agreement(one, other);
            if (learned != null && agreement != Agreement.MISSING) {
                double chance = chance(i, one, agreement, learned);
                same += Math.log(learned.same().get(agreement.level()) / chance);
                if (learned.field().isShared()) {
                    household += Math.log(learned.household().get(agreement.level()) / chance);
                }
            }
        }
        double likeSame = weights.duplicates() * Math.exp(same);
        double otherwise = weights.households() * Math.exp(household) + 1 - weights.duplicates() - weights.households();
        return Double.isInfinite(likeSame) ? 1 : likeSame / (likeSame + otherwise);
    }

    /** Fields that are known of both. */
    List<Reason> reasons(int one, int other) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < ofColumns.size(); i++) {
            OfField learned = ofColumns.get(i);
            Agreement agreement = people.columns().get(i).agreement(one, other);
            if (learned != null && agreement != Agreement.MISSING) {
                double ratio = learned.same().get(agreement.level()) / chance(i, one, agreement, learned);
                reasons.add(new Reason(learned.field(), agreement, Math.log(ratio) / Math.log(2)));
            }
        }
        return reasons;
    }

    private double chance(int field, int row, Agreement agreement, OfField learned) {
        Column column = people.columns().get(field);
        return agreement == Agreement.EXACT
                ? column.share(row)
                : learned.chance().get(agreement.level());
    }
}

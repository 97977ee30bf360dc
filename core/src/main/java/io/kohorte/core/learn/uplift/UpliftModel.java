// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.predict.Learner.Fitted;
import java.util.List;

/**
 * Foresees what treating somebody changes.
 *
 * @param parts what the method learned by the learner, in its own order
 */
public record UpliftModel(UpliftMethod method, Learner learner, List<Fitted> parts) {
    public UpliftModel {
        parts = List.copyOf(parts);
    }

    /**
     * What is expected of each row.
     *
     * @param uplift by how much treatment changes the probability of the outcome, from -1 to 1
     * @param untreated the probability without treatment
     */
    @SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
    public record Foreseen(double[] uplift, double[] untreated) {}

    public Foreseen foresee(FeatureTable table) {
        return method.foresee(parts, table);
    }

    /** Why each row has its uplift: what each feature does to the probability with treatment, less what it does without. */
    public List<Explanation> explain(FeatureTable table) {
        return method.explain(parts, table);
    }

    /** Names of the features it reads. */
    public List<String> features() {
        return parts.get(0).preparation().features().stream()
                .filter(name -> !name.equals(Trial.TREATED))
                .toList();
    }
}

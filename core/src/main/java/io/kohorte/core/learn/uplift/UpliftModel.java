// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.predict.Learner.Fitted;
import java.util.List;

/** Foresees what treating somebody changes. */
public final class UpliftModel {
    private final UpliftMethod method;
    private final Learner learner;
    private final List<Fitted> parts;
    private final UpliftCalibration calibration;

    /** @param parts what the method learned by the learner, in its own order */
    UpliftModel(UpliftMethod method, Learner learner, List<Fitted> parts, UpliftCalibration calibration) {
        this.method = method;
        this.learner = learner;
        this.parts = List.copyOf(parts);
        this.calibration = calibration;
    }

    public UpliftMethod method() {
        return method;
    }

    public Learner learner() {
        return learner;
    }

    List<Fitted> parts() {
        return parts;
    }

    UpliftCalibration calibration() {
        return calibration;
    }

    /** The same, with what was found about people it had not seen. */
    UpliftModel calibrated(UpliftCalibration found) {
        return new UpliftModel(method, learner, parts, found);
    }

    /**
     * What is expected of each row.
     *
     * @param uplift by how much treatment changes the probability of the outcome; below 0 it keeps from it
     * @param untreated the probability without treatment
     */
    @SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
    public record Foreseen(double[] uplift, double[] untreated) {
        Foreseen calibrated(UpliftCalibration calibration) {
            return new Foreseen(calibration.of(uplift), untreated);
        }
    }

    public Foreseen foresee(FeatureTable table) {
        return method.foresee(parts, table).calibrated(calibration);
    }

    /** Why each row has its uplift: what each feature does to the probability with treatment, less what it does without. */
    public List<Explanation> explain(FeatureTable table) {
        return method.explain(parts, table).stream().map(calibration::of).toList();
    }

    /** Names of the features it reads. */
    public List<String> features() {
        return parts.get(0).preparation().features().stream()
                .filter(name -> !name.equals(Trial.TREATED))
                .toList();
    }
}

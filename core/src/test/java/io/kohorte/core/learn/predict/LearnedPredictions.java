// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureTable;

/** Predictions of invented customers, with everything a prediction may have: calibration, a longer horizon, turned round. */
public final class LearnedPredictions {
    private static final Labelled CUSTOMERS = StoredScorersTest.customers(3_000, 5);

    private LearnedPredictions() {}

    /** Of numbers and a category, values of each missing. */
    public static FeatureTable customers() {
        return CUSTOMERS.table();
    }

    public static PredictionModel by(Learner learner) {
        Learner.Fitted fitted = learner.fit(CUSTOMERS.table(), CUSTOMERS.labels(), 7);
        return new PredictionModel(
                learner, fitted.preparation(), fitted.columns(), new Platt(1.1, -.2), 2, true, .4, fitted.scorer());
    }

    /** The same without. */
    public static PredictionModel plainBy(Learner learner) {
        PredictionModel model = by(learner);
        return new PredictionModel(
                learner, model.preparation(), model.columns(), Platt.NONE, 1, false, .5, model.scorer());
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.util.List;
import java.util.Optional;

/** From which experiment a person wants it learned whom sending moves. */
final class UpliftWish {
    private UpliftWish() {}

    /** Empty where something is wrong; {@code errors} hears what. */
    static Optional<Target> of(ModelDraft draft, Trials trials, List<FieldError> errors) {
        ModelDraft.TargetDraft target = draft.target();
        if (target == null || target.experiment() == null) {
            errors.add(new FieldError(
                    "/target",
                    "TARGET_MISSING",
                    "An uplift needs an experiment as its target: it learns from its groups."));
            return Optional.empty();
        }
        if (target.event() != null
                || target.withinDays() != null
                || target.negate() != null
                || target.category() != null
                || target.atLeast() != null
                || target.trait() != null
                || target.value() != null) {
            errors.add(
                    new FieldError(
                            "/target",
                            "TARGET_OF_TWO_KINDS",
                            "What is counted, and within how many days, is the experiment's to say; name the experiment only."));
        }
        if (!trials.exists(target.experiment())) {
            errors.add(new FieldError("/target/experiment", "UNKNOWN_EXPERIMENT", "There is no such experiment."));
            return Optional.empty();
        }
        return Optional.of(new Target.OfExperiment(target.experiment()));
    }
}

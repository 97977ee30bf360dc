// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.Reduction;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.util.List;
import java.util.Optional;

/** That columns of numbers are drawn together into components before anything is learned from them. */
final class ComponentWish {
    private ComponentWish() {}

    /** Empty where none is wanted or the wish cannot be fulfilled; the errors say why. */
    static Optional<Reduction> of(ModelDraft draft, ModelKind kind, List<FieldError> errors) {
        if (draft.components() == null) {
            return Optional.empty();
        }
        if (kind != ModelKind.CLUSTERING && kind != ModelKind.PREDICTION) {
            errors.add(new FieldError(
                    "/components",
                    "NOT_FOR_KIND",
                    "Only a clustering or a prediction learns from components; leave it out."));
            return Optional.empty();
        }
        try {
            return Optional.of(Reduction.of(draft.components()));
        } catch (IllegalArgumentException neither) {
            errors.add(new FieldError(
                    "/components",
                    "INVALID_NUMBER",
                    "Components are auto, or a number from 1 to 50; leave it out for none."));
            return Optional.empty();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** What the data say about a draft, before it is a model and before anything is learned. Keeps nothing. */
@Path("/api/v1/models:look")
class ModelLookResource {
    private final ModelCheck check;
    private final DataLook data;

    ModelLookResource(ModelCheck check, DataLook data) {
        this.check = check;
        this.data = data;
    }

    /** What was seen; an error is why training would refuse, or what it would leave out. */
    record Seen(List<Check> checks) {}

    @POST
    public Seen look(@NotNull ModelDraft draft) {
        ModelDefinition definition = check.check(draft).definition();
        Target.OfTrait target = definition
                .wanted()
                .filter(Target.OfTrait.class::isInstance)
                .map(Target.OfTrait.class::cast)
                .orElseThrow(() -> ProblemException.invalid(
                        "/target",
                        "NO_TRAIT_AS_TARGET",
                        "Data are looked at before training where a trait is foretold.",
                        "Train the model; its report has all checks."));
        return new Seen(data.at(definition, target));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Why customers have the scores of a prediction, an uplift or a value, one of them or over many; or why a customer is in one group of a clustering and not in another. */
@Path("/api/v1/models/{id}/why")
class ModelWhyResource {
    private final Models models;
    private final Why why;

    ModelWhyResource(Models models, Why why) {
        this.models = models;
        this.why = why;
    }

    @GET
    public Why.Grounds why(
            @PathParam("id") long id,
            @QueryParam("profile") @Nullable Integer profile,
            @QueryParam("method") @Nullable String method,
            @QueryParam("against") @Nullable Integer against) {
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(new ModelId(id)))
                .orElseThrow(() -> ProblemException.notFound("model", id));
        Why.Way way = Why.Way.of(method);
        if (profile == null && model.kind() != ModelKind.CLUSTERING) {
            return why.overall(model, way);
        }
        if (profile == null || profile < 1) {
            throw ProblemException.invalid(
                    "/profile",
                    "INVALID_NUMBER",
                    "The number of a profile is expected.",
                    "Add ?profile= and its number; a prediction tells without it what counts over many.");
        }
        return why.of(model, profile, way, against == null ? OptionalInt.empty() : OptionalInt.of(against));
    }
}

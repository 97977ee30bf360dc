// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Whether a version is learned the same again: a run that answers, and makes no version. */
@Path("/api/v1/models/{id}/versions/{number}:reproduce")
class ReproductionResource {
    private final Reproduction reproduction;
    private final ReproductionRuns runs;

    ReproductionResource(Reproduction reproduction, ReproductionRuns runs) {
        this.reproduction = reproduction;
        this.runs = runs;
    }

    @POST
    public Response reproduce(@PathParam("id") long id, @PathParam("number") int number) {
        ModelId model = new ModelId(id);
        var unused = reproduction.requireReproducible(model, number);
        return Response.accepted(
                        new ModelResource.Started(runs.request(model, number).value()))
                .build();
    }
}

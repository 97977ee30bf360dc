// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.run.RunId;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Asks for a search. */
@Path("/api/v1/duplicates:search")
class DuplicateSearchResource {

    private final DuplicateRuns runs;

    DuplicateSearchResource(DuplicateRuns runs) {
        this.runs = runs;
    }

    record Started(RunId run) {}

    /** Compares everybody and learns anew. */
    @POST
    public Response search() {
        return Response.accepted(new Started(runs.request())).build();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.profile.Identity;
import io.kohorte.core.segment.KnownVisitors.ModelScore;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a personalisation engine asks while a visitor waits: who it is from one look-up, the segments from memory. A visitor nobody knows has
 * no segments, and is no error.
 */
@Path("/api/v1/personalization")
class PersonalizationResource {

    private final KnownVisitors visitors;
    private final CurrentSegments current;

    @Inject
    PersonalizationResource(KnownVisitors visitors, CurrentSegments current) {
        this.visitors = visitors;
        this.current = current;
    }

    /** @param profile {@code null} for a visitor nobody knows, or who is not to be known */
    record Answer(@Nullable Integer profile, List<CurrentSegments.Named> segments, List<ModelScore> scores) {}

    @GET
    @Path("/{namespace}/{value}")
    public Answer visitor(@PathParam("namespace") String namespace, @PathParam("value") String value) {
        return Identity.of(namespace, value)
                .flatMap(visitors::find)
                .map(known -> new Answer(known.profile(), current.of(known.profile()), known.scores()))
                .orElseGet(() -> new Answer(null, List.of(), List.of()));
    }
}

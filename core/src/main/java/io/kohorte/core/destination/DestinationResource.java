// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.segmentsync.Cleared;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configured accounts of connectors. Secrets go in and never come out. */
@Path("/api/v1/destinations")
class DestinationResource {

    private final Destinations destinations;
    private final DestinationSettings settings;
    private final DestinationCheck check;
    private final Event<DestinationMended> mended;

    DestinationResource(
            Destinations destinations,
            DestinationSettings settings,
            DestinationCheck check,
            Event<DestinationMended> mended) {
        this.destinations = destinations;
        this.settings = settings;
        this.check = check;
        this.mended = mended;
    }

    @JsonIgnoreProperties({"id", "state", "problem", "warnings"})
    record Draft(@NotBlank @Size(max = 200) String name, @NotBlank String connector, @NotNull ObjectNode settings) {}

    /** @param warnings see {@link DestinationCheck.Answer} */
    record View(
            long id,
            String name,
            String connector,
            ObjectNode settings,
            String state,
            @Nullable JsonNode problem,
            List<DestinationCheck.Found> warnings) {}

    @GET
    @Transactional
    public Page<View> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var rows = destinations
                .find("id > ?1", Sort.by("id"), request.afterNumber().orElse(0L))
                .page(0, request.fetch())
                .list();
        return Page.of(rows, request, row -> Long.toString(row.id)).map(this::view);
    }

    @GET
    @Path("/{id}")
    @Transactional
    public View show(@PathParam("id") long id) {
        return view(destinations.require(id));
    }

    @POST
    @RolesAllowed("admin")
    @Transactional
    public Response create(@Valid @NotNull Draft draft) {
        var destination = new ConfiguredDestination();
        requireFreeName(draft.name(), 0);
        destination.connector = draft.connector();
        settings.create(destination, draft.name(), draft.settings());
        return Response.created(URI.create("/api/v1/destinations/" + destination.id))
                .entity(view(destination))
                .build();
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed("admin")
    public View change(@PathParam("id") long id, @Valid @NotNull Draft draft) {
        var changed = QuarkusTransaction.requiringNew().call(() -> write(id, draft));
        mended.fire(new DestinationMended(new DestinationId(id), changed.what()));
        return changed.view();
    }

    private record Changed(View view, Cleared what) {}

    /** Another name is no reason to try again what was refused. */
    private Changed write(long id, Draft draft) {
        var destination = destinations.require(id);
        if (!destination.connector.equals(draft.connector())) {
            throw ProblemException.invalid(
                    "/connector",
                    "CONNECTOR_FIXED",
                    "A destination stays with its connector.",
                    "Create a new destination for the other connector.");
        }
        requireFreeName(draft.name(), id);
        var others = settings.change(destination, draft.name(), draft.settings());
        return new Changed(view(destination), others ? Cleared.DEFINITION : Cleared.ACCESS);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("admin")
    @Transactional
    public void delete(@PathParam("id") long id) {
        var destination = destinations.require(id);
        if (settings.inUse(destination)) {
            throw ProblemException.conflict(
                    "IN_USE", "Syncs or conversions belong to this destination.", "Delete its syncs first.");
        }
        destinations.delete(destination);
    }

    @POST
    @Path("/{id}:check")
    public DestinationCheck.Answer check(@PathParam("id") long id) {
        var answer = check.run(new DestinationId(id));
        if (answer.ok()) {
            mended.fire(new DestinationMended(new DestinationId(id), Cleared.ACCESS));
        }
        return answer;
    }

    private void requireFreeName(String name, long except) {
        if (destinations.count("name = ?1 and id <> ?2", name, except) > 0) {
            throw ProblemException.invalid(
                    "/name", "NAME_TAKEN", "There is a destination of this name already.", "Choose another name.");
        }
    }

    private View view(ConfiguredDestination destination) {
        return new View(
                destination.id,
                destination.name,
                destination.connector,
                settings.shown(destination),
                destination.state,
                destination.problem,
                settings.warnings(destination));
    }
}

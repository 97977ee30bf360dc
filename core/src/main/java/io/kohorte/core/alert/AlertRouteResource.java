// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.access.Role;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import jakarta.annotation.security.RolesAllowed;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whom to tell when an alert fires or recovers. Secrets go in and never come out. */
@Path("/api/v1/alert-routes")
@RolesAllowed(Role.ADMIN_ONLY)
class AlertRouteResource {

    private final AlertRoutes routes;
    private final RouteSettings settings;
    private final NoticeDelivery delivery;
    private final ObjectMapper json;
    private final Clock clock;

    AlertRouteResource(
            AlertRoutes routes, RouteSettings settings, NoticeDelivery delivery, ObjectMapper json, Clock clock) {
        this.routes = routes;
        this.settings = settings;
        this.delivery = delivery;
        this.json = json;
        this.clock = clock;
    }

    /** @param severity of the alerts it wants: this one and worse */
    @JsonIgnoreProperties({"id", "owed", "lastSentAt", "problem"})
    record Draft(
            @NotBlank @Size(max = 200) String name,
            @NotNull RouteKind kind,
            @NotNull Severity severity,
            @NotNull Language language,
            @NotNull ObjectNode settings) {}

    record View(
            long id,
            String name,
            RouteKind kind,
            Severity severity,
            Language language,
            ObjectNode settings,
            int owed,
            @Nullable Instant lastSentAt,
            @Nullable Trouble problem) {}

    /** @param failures in a row */
    record Trouble(String message, int failures, @Nullable Instant tryAgainAt) {}

    /** @param problem absent when the receiver took it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tested(boolean ok, @Nullable Trouble problem) {}

    @GET
    public Page<View> list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        var request = PageRequest.of(limit, cursor);
        var rows = routes.list(request.afterNumber().orElse(0L), request.fetch());
        return Page.of(rows, request, route -> Long.toString(route.id())).map(this::view);
    }

    @GET
    @Path("/{id}")
    public View show(@PathParam("id") long id) throws SQLException {
        return view(require(id));
    }

    @POST
    public Response create(@Valid @NotNull Draft draft) throws SQLException {
        requireFreeName(draft.name(), 0);
        var id = routes.create(definition(draft, json.createObjectNode()));
        return Response.created(URI.create("/api/v1/alert-routes/" + id))
                .entity(view(require(id)))
                .build();
    }

    @PUT
    @Path("/{id}")
    public View change(@PathParam("id") long id, @Valid @NotNull Draft draft) throws SQLException {
        var route = require(id);
        if (route.kind() != draft.kind()) {
            throw ProblemException.invalid(
                    "/kind", "KIND_FIXED", "A route stays of its kind.", "Add a new route of the other kind.");
        }
        requireFreeName(draft.name(), id);
        routes.change(id, definition(draft, route.settings().orElseGet(json::createObjectNode)));
        return view(require(id));
    }

    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") long id) throws SQLException {
        routes.delete(require(id).id());
    }

    /** Sends a test notice now. */
    @POST
    @Path("/{id}:test")
    public Tested test(@PathParam("id") long id) throws SQLException {
        try {
            delivery.send(require(id), Notice.test(clock.instant()));
            return new Tested(true, null);
        } catch (Undelivered e) {
            return new Tested(false, new Trouble(e.sentence(), 1, null));
        }
    }

    private AlertRoutes.Definition definition(Draft draft, ObjectNode stored) {
        return new AlertRoutes.Definition(
                draft.name(),
                draft.kind(),
                draft.severity(),
                draft.language(),
                settings.checked(draft.kind(), draft.settings(), stored));
    }

    private AlertRoute require(long id) throws SQLException {
        return routes.find(id).orElseThrow(() -> ProblemException.notFound("alert route", id));
    }

    private void requireFreeName(String name, long except) throws SQLException {
        if (routes.isTaken(name, except)) {
            throw ProblemException.invalid(
                    "/name", "NAME_TAKEN", "There is a route of this name already.", "Choose another name.");
        }
    }

    private View view(AlertRoute route) {
        var standing = route.standing();
        return new View(
                route.id(),
                route.name(),
                route.kind(),
                route.severity(),
                route.language(),
                settings.shown(route),
                standing.owed(),
                standing.lastSentAt().orElse(null),
                standing.problem()
                        .map(problem -> new Trouble(
                                problem,
                                standing.failures(),
                                standing.tryAgainAt().orElse(null)))
                        .orElse(null));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is wrong, and what was. */
@Path("/api/v1/alerts")
class AlertResource {

    /** How often it is looked while somebody watches: any process may be the one that writes. */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    /** Then whoever watches asks again, and is asked again who they are. */
    private static final Duration WATCH = Duration.ofMinutes(15);

    private final Alerts alerts;

    AlertResource(Alerts alerts) {
        this.alerts = alerts;
    }

    /** @param state {@code firing} (which includes those that seem to be over) or {@code recovered}; both when absent */
    @GET
    public Page<Alert> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        var request = PageRequest.of(limit, cursor);
        var rows = alerts.list(which(state), request.afterNumber().orElse(Long.MAX_VALUE), request.fetch());
        return Page.of(rows, request, alert -> Long.toString(alert.id()));
    }

    @GET
    @Path("/{id}")
    public Alert show(@PathParam("id") long id) throws SQLException {
        return alerts.find(id).orElseThrow(() -> ProblemException.notFound("alert", id));
    }

    /** One {@code alerts} event with all that have not recovered, at once and whenever one of them changes. */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    public Multi<OutboundSseEvent> watch(@Context Sse sse) {
        return Multi.createFrom()
                .ticks()
                .every(GLANCE)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick ->
                        Uni.createFrom().item(this::open).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .select()
                .first(WATCH)
                .skip()
                .repetitions()
                .map(page -> sse.newEventBuilder()
                        .name("alerts")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(Page.class, page)
                        .build());
    }

    private Page<Alert> open() {
        try {
            return new Page<>(alerts.open(), null);
        } catch (SQLException e) {
            throw new IllegalStateException("the table of alerts cannot be reached", e);
        }
    }

    private static Alerts.Which which(@Nullable String state) {
        if (state == null) {
            return Alerts.Which.ALL;
        }
        return switch (state) {
            case "firing" -> Alerts.Which.OPEN;
            case "recovered" -> Alerts.Which.RECOVERED;
            default ->
                throw ProblemException.of(
                        400, "UNKNOWN_STATE", "There is no such state of alerts.", "Use firing or recovered.");
        };
    }
}

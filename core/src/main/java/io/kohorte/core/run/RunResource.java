// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

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
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs of all kinds: what happened, and live what happens. */
@Path("/api/v1/runs")
class RunResource {

    /** How often a run is looked at while somebody watches: any node may be the one that works on it. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final AllRuns runs;

    RunResource(AllRuns runs) {
        this.runs = runs;
    }

    @GET
    public Page<Run> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("sync") @Nullable Long sync,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var wanted = sync != null
                ? Optional.of(RunKind.SYNC)
                : Optional.ofNullable(kind).map(RunResource::kind);
        var rows = runs.list(
                wanted, Optional.ofNullable(sync), request.afterNumber().orElse(Long.MAX_VALUE), request.fetch());
        return Page.of(rows, request, run -> run.id().toString());
    }

    @GET
    @Path("/{id}")
    public Run show(@PathParam("id") long id) {
        return find(id);
    }

    @GET
    @Path("/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    public Multi<OutboundSseEvent> watch(@PathParam("id") long id, @Context Sse sse) {
        var now = find(id);
        var later = Multi.createFrom()
                .ticks()
                .every(GLANCE)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick ->
                        Uni.createFrom().item(() -> find(id)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
        var all = now.state().isFinal()
                ? Multi.createFrom().item(now)
                : Multi.createBy().concatenating().streams(Multi.createFrom().item(now), untilFinal(later));
        var events = new RunEvents(sse);
        return all.map(events::after).select().where(Optional::isPresent).map(Optional::get);
    }

    /** Ends with the final state, not before it. */
    private static Multi<Run> untilFinal(Multi<Run> runs) {
        return runs.onItem()
                .transformToMultiAndConcatenate(run -> run.state().isFinal()
                        ? Multi.createFrom().items(Optional.of(run), Optional.<Run>empty())
                        : Multi.createFrom().item(Optional.of(run)))
                .select()
                .first(Optional::isPresent)
                .map(Optional::get);
    }

    private Run find(long id) {
        return runs.find(new RunId(id)).orElseThrow(() -> ProblemException.notFound("run", id));
    }

    private static RunKind kind(String text) {
        return Arrays.stream(RunKind.values())
                .filter(kind -> kind.wire().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        400,
                        "UNKNOWN_KIND",
                        "There is no such kind of run.",
                        "Use import, training, duplicates or sync."));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.core.run.DeliveryRuns;
import io.kohorte.core.run.Run;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Explanations;
import io.kohorte.segmentsync.RejectedCause;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.RunId;
import io.kohorte.segmentsync.SyncBusyException;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.UndoRefusedException;
import io.kohorte.spi.ConnectorException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Syncs and all that can be done with one. */
@Path("/api/v1/syncs")
class SyncResource {

    private static final int SAMPLE = 20;

    private final Syncs syncs;
    private final SyncKeeping keeping;
    private final SyncViews views;
    private final RejectedRows rejected;
    private final DeliveryRuns runs;
    private final DeliveryEngine engine;
    private final DeliveryLoop loop;
    private final GroupTurns turns;

    SyncResource(
            Syncs syncs,
            SyncKeeping keeping,
            SyncViews views,
            RejectedRows rejected,
            DeliveryRuns runs,
            DeliveryEngine engine,
            DeliveryLoop loop,
            GroupTurns turns) {
        this.syncs = syncs;
        this.keeping = keeping;
        this.views = views;
        this.rejected = rejected;
        this.runs = runs;
        this.engine = engine;
        this.loop = loop;
        this.turns = turns;
    }

    /** @param confirmRemovals a person looked at the removals that stopped the last run, and agrees */
    record Start(boolean confirmRemovals) {}

    record Started(long run) {}

    /** @param run to be taken back */
    record Undo(@NotNull Long run) {}

    record Trial(@NotNull Integer profile) {}

    /** @param code only rows with this code @param field only those with this field, too @param profiles only these */
    record Retry(@Nullable String code, @Nullable String field, @Nullable List<@NotNull Integer> profiles) {

        Optional<RejectedCause> cause() {
            return Optional.ofNullable(code).map(some -> new RejectedCause(some, Optional.ofNullable(field)));
        }
    }

    record Retried(long rows, long run) {}

    @GET
    public Page<SyncViews.View> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var rows = QuarkusTransaction.requiringNew().call(() -> syncs.find(
                        "id > ?1", Sort.by("id"), request.afterNumber().orElse(0L))
                .page(0, request.fetch())
                .list());
        return Page.of(rows, request, sync -> Long.toString(sync.id)).map(views::view);
    }

    @GET
    @Path("/{id}")
    public SyncViews.View show(@PathParam("id") long id) {
        return views.view(require(id));
    }

    @POST
    public Response create(@Valid @NotNull SyncDraft draft) {
        var sync = keeping.create(draft);
        return Response.created(URI.create("/api/v1/syncs/" + sync.id))
                .entity(views.view(sync))
                .build();
    }

    @PUT
    @Path("/{id}")
    public SyncViews.View change(@PathParam("id") long id, @Valid @NotNull SyncDraft draft) {
        return views.view(keeping.change(id, draft));
    }

    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") long id) {
        keeping.delete(id);
    }

    @POST
    @Path("/{id}:dry-run")
    public DryRunView dryRun(@PathParam("id") long id) {
        var rehearsal = asking(() -> engine.dryRun(existing(id), SAMPLE));
        return DryRunView.of(
                rehearsal, rehearsal.guard().map(DeliveryRuns::guard).orElse(null));
    }

    @POST
    @Path("/{id}:test-row")
    public DryRunView.Trial testRow(@PathParam("id") long id, @Valid @NotNull Trial trial) {
        var sync = existing(id);
        return DryRunView.Trial.of(asking(() ->
                turns.alone(sync, () -> engine.testRow(sync, trial.profile())).orElseThrow(SyncKeeping::busy)));
    }

    @POST
    @Path("/{id}:run")
    public Response run(@PathParam("id") long id, @Nullable Start start) {
        var removals = start != null && start.confirmRemovals() ? Removals.CONFIRMED : Removals.ASK;
        return started(engine.queue(existing(id), Sync.BY_HAND, removals));
    }

    @POST
    @Path("/{id}:pause")
    public SyncViews.View pause(@PathParam("id") long id) {
        engine.pause(existing(id));
        return show(id);
    }

    @POST
    @Path("/{id}:resume")
    public SyncViews.View resume(@PathParam("id") long id) {
        engine.resume(existing(id));
        loop.wake();
        return show(id);
    }

    @POST
    @Path("/{id}:resync")
    public Response resync(@PathParam("id") long id) {
        engine.resync(existing(id));
        return started(engine.queue(new SyncId(id), "resync", Removals.ASK));
    }

    @POST
    @Path("/{id}:undo-dry-run")
    public UndoView dryUndo(@PathParam("id") long id, @Valid @NotNull Undo undo) {
        return UndoView.of(asking(() -> engine.dryUndo(runOf(id, undo), SAMPLE)));
    }

    @POST
    @Path("/{id}:undo")
    public Response undo(@PathParam("id") long id, @Valid @NotNull Undo undo) {
        return started(asking(() -> engine.undo(runOf(id, undo))));
    }

    private RunId runOf(long id, Undo undo) {
        var sync = existing(id);
        var run = new RunId(undo.run());
        return engine.run(run)
                .filter(some -> some.sync().equals(sync))
                .map(some -> run)
                .orElseThrow(() -> ProblemException.notFound("run", undo.run()));
    }

    @GET
    @Path("/{id}/runs")
    public Page<Run> runs(
            @PathParam("id") long id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        existing(id);
        var request = PageRequest.of(limit, cursor);
        var rows = runs.list(Optional.of(id), request.afterNumber().orElse(Long.MAX_VALUE), request.fetch());
        return Page.of(rows, request, run -> run.id().toString());
    }

    @GET
    @Path("/{id}/rejected")
    public RejectedRows.Answer rejected(
            @PathParam("id") long id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String language)
            throws SQLException {
        return rejected.of(existing(id), PageRequest.of(limit, cursor), locale(language));
    }

    @POST
    @Path("/{id}/rejected:retry")
    public Response retry(@PathParam("id") long id, @Valid @Nullable Retry retry) {
        var sync = existing(id);
        var which = retry == null ? new Retry(null, null, null) : retry;
        var rows = engine.workbench()
                .retry(
                        sync,
                        which.cause(),
                        Optional.ofNullable(which.profiles()).map(SyncResource::bitmap));
        var run = engine.queue(sync, "retry", Removals.ASK);
        loop.wake();
        return Response.accepted(new Retried(rows, run.value())).build();
    }

    private Response started(RunId run) {
        loop.wake();
        return Response.accepted(new Started(run.value())).build();
    }

    private SyncId existing(long id) {
        require(id);
        return new SyncId(id);
    }

    private Sync require(long id) {
        return QuarkusTransaction.requiringNew().call(() -> syncs.require(id));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (SyncBusyException e) {
            throw SyncKeeping.busy();
        } catch (UndoRefusedException e) {
            var words = Explanations.in(Locale.ENGLISH).of(e.reason().name());
            throw ProblemException.conflict(words.code(), words.sentence(), words.nextStep());
        } catch (ConnectorException e) {
            var problem = e.problem();
            var words = Explanations.in(Locale.ENGLISH).of(problem.code().name());
            var shown = ProblemDetail.of(422, problem.code().name(), problem.message(), words.nextStep());
            throw new ProblemException(
                    problem.namedField().map(field -> shown.at("/" + field)).orElse(shown));
        }
    }

    private static Locale locale(@Nullable String language) {
        return language != null && language.toLowerCase(Locale.ROOT).startsWith("de") ? Locale.GERMAN : Locale.ENGLISH;
    }

    private static RoaringBitmap bitmap(List<Integer> profiles) {
        var bitmap = new RoaringBitmap();
        profiles.forEach(bitmap::add);
        return bitmap;
    }
}

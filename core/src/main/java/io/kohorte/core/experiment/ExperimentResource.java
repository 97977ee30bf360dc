// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.experiment.Enrolments.Sizes;
import io.kohorte.core.experiment.Experiment.Division;
import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what sending brings. */
@Path("/api/v1/experiments")
class ExperimentResource {

    private final Experiments experiments;
    private final Enrolments enrolments;
    private final Enrolling enrolling;
    private final ExperimentEvaluation evaluation;
    private final ExperimentCheck check;
    private final AsOf asOf;
    private final Clock clock;

    ExperimentResource(
            Experiments experiments,
            Enrolments enrolments,
            Enrolling enrolling,
            ExperimentEvaluation evaluation,
            ExperimentCheck check,
            AsOf asOf,
            Clock clock) {
        this.experiments = experiments;
        this.enrolments = enrolments;
        this.enrolling = enrolling;
        this.evaluation = evaluation;
        this.check = check;
        this.asOf = asOf;
        this.clock = clock;
    }

    /**
     * Either of a sync with a holdout, or of two segments.
     *
     * @param heldOutShare what was to be drawn into the second segment, of both; {@code null}: half
     * @param startedAt when two segments were treated, or not; {@code null}: now
     */
    record Draft(
            @NotBlank @Size(max = 200) String name,
            @Nullable Long sync,
            @Nullable Long treatedSegment,
            @Nullable Long heldOutSegment,
            @Nullable Double heldOutShare,
            @NotNull @Valid Outcome outcome,
            @Nullable Instant startedAt) {}

    /** @param report absent in lists */
    record View(
            ExperimentId id,
            String name,
            @Nullable Long sync,
            @Nullable Long treatedSegment,
            @Nullable Long heldOutSegment,
            double heldOutShare,
            Outcome outcome,
            Instant startedAt,
            @Nullable Instant endedAt,
            Sizes enrolled,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ExperimentReport report) {

        static View of(Experiment experiment, Sizes enrolled, @Nullable ExperimentReport report) {
            Long sync = null;
            Long treated = null;
            Long heldOut = null;
            if (experiment.division() instanceof Division.BySync of) {
                sync = of.sync();
            } else if (experiment.division() instanceof Division.BySegments of) {
                treated = of.treated();
                heldOut = of.heldOut();
            }
            return new View(
                    experiment.id(),
                    experiment.name(),
                    sync,
                    treated,
                    heldOut,
                    experiment.heldOutShare(),
                    experiment.outcome(),
                    experiment.startedAt(),
                    experiment.endedAt().orElse(null),
                    enrolled,
                    report);
        }
    }

    @GET
    public Page<View> list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest request = PageRequest.of(limit, cursor);
        Map<ExperimentId, Sizes> sizes = enrolments.sizes();
        return Page.of(
                        experiments.list(request.afterNumber().orElse(0L), request.fetch()),
                        request,
                        experiment -> Long.toString(experiment.id().value()))
                .map(experiment -> View.of(experiment, sizes.getOrDefault(experiment.id(), Sizes.NOBODY), null));
    }

    /** Enrols whoever is in its groups now. */
    @POST
    public Response create(@NotNull @Valid Draft draft) throws SQLException {
        ExperimentCheck.Checked wanted = check.check(draft);
        Instant startedAt = draft.startedAt() == null ? asOf.instant() : draft.startedAt();
        ExperimentId id = experiments
                .create(
                        draft.name().strip(),
                        wanted.division(),
                        wanted.heldOutShare(),
                        draft.outcome(),
                        startedAt,
                        clock.instant())
                .orElseThrow(() -> ProblemException.invalid(
                        "/name", "NAME_TAKEN", "There is an experiment of this name already.", "Choose another name."));
        enrolling.enrol(require(id.value()), startedAt);
        return Response.created(URI.create("/api/v1/experiments/" + id.value()))
                .entity(show(id.value()))
                .build();
    }

    /** With what it shows so far. */
    @GET
    @Path("/{id}")
    public View show(@PathParam("id") long id) throws SQLException {
        Experiment experiment = require(id);
        return View.of(
                experiment,
                enrolments.sizes().getOrDefault(experiment.id(), Sizes.NOBODY),
                evaluation.evaluate(experiment));
    }

    /** Nobody comes in any more; whoever is in is followed to the end of their days. */
    @POST
    @Path("/{id}:end")
    public View end(@PathParam("id") long id) throws SQLException {
        experiments.end(require(id).id(), asOf.instant());
        return show(id);
    }

    @DELETE
    @Path("/{id}")
    public void remove(@PathParam("id") long id) throws SQLException {
        experiments.delete(require(id).id());
    }

    private Experiment require(long id) throws SQLException {
        return experiments.find(new ExperimentId(id)).orElseThrow(() -> ProblemException.notFound("experiment", id));
    }
}

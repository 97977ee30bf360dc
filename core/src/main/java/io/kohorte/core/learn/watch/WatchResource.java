// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.learn.registry.Model;
import io.kohorte.core.learn.registry.Models;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what a model learned still holds. */
@Path("/api/v1/models")
class WatchResource {
    /** Of the looks kept, those shown: four months of days. */
    private static final int MOST_POINTS = 120;

    private final Models models;
    private final LookTable looks;
    private final LookRuns runs;

    WatchResource(Models models, LookTable looks, LookRuns runs) {
        this.models = models;
        this.looks = looks;
        this.runs = runs;
    }

    /**
     * A model under watch.
     *
     * @param latest the last look; absent before the first
     * @param history the looks, oldest first
     * @param floors below these nothing is called a drift or a loss
     */
    record View(@Nullable Look latest, List<Point> history, Floors floors) {}

    /** Population stability index, and area under the ROC curve. */
    record Floors(double psi, double auc) {}

    /**
     * One look in a few figures.
     *
     * @param features the largest stability index of any feature
     */
    record Point(
            Instant at,
            int version,
            State state,
            @Nullable Double features,
            @Nullable Double scores,
            @Nullable Double outcomes,
            @Nullable Double auc,
            @Nullable Double brier,
            @Nullable Double rate) {

        static Point of(Look look) {
            Performance performance = look.performance();
            return new Point(
                    look.at(),
                    look.version(),
                    look.state(),
                    look.features().stream().findFirst().map(Drift::psi).orElse(null),
                    look.scores() == null ? null : look.scores().psi(),
                    look.outcomes() == null ? null : look.outcomes().psi(),
                    performance == null ? null : performance.auc(),
                    performance == null ? null : performance.brier(),
                    performance == null ? null : performance.rate());
        }
    }

    /** A look under way. */
    record Started(long run) {}

    @GET
    @Path("/{id}/watch")
    public View show(@PathParam("id") long id) throws SQLException {
        Model model = find(id);
        List<Look> found = looks.latest(model.id(), MOST_POINTS);
        List<Point> history = new ArrayList<>(found.stream().map(Point::of).toList());
        Collections.reverse(history);
        return new View(found.stream().findFirst().orElse(null), history, new Floors(Drift.FLOOR, Performance.FLOOR));
    }

    @POST
    @Path("/{id}:watch")
    public Response look(@PathParam("id") long id) {
        Model model = find(id);
        if (model.champion().isEmpty()) {
            throw LookRuns.nothingToWatch();
        }
        return Response.accepted(new Started(runs.request(model.id(), "manual").value()))
                .build();
    }

    private Model find(long id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> models.find(new ModelId(id)).orElseThrow(() -> ProblemException.notFound("model", id)));
    }
}

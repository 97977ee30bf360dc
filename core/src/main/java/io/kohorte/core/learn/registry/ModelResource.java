// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.access.Caller;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Models: what to learn, training it, what was learned, and which version speaks. */
@Path("/api/v1/models")
class ModelResource {
    private final Models models;
    private final ModelCheck check;
    private final ModelUse use;
    private final ModelVersions versions;
    private final Promotion promotion;
    private final CustomerValue values;
    private final SilentModels silent;
    private final TrainingRuns runs;
    private final RetrainingSchedule schedule;
    private final SecurityIdentity identity;
    private final Clock clock;

    ModelResource(
            Models models,
            ModelCheck check,
            ModelUse use,
            ModelVersions versions,
            Promotion promotion,
            CustomerValue values,
            SilentModels silent,
            TrainingRuns runs,
            RetrainingSchedule schedule,
            SecurityIdentity identity,
            Clock clock) {
        this.models = models;
        this.check = check;
        this.use = use;
        this.versions = versions;
        this.promotion = promotion;
        this.values = values;
        this.silent = silent;
        this.runs = runs;
        this.schedule = schedule;
        this.identity = identity;
        this.clock = clock;
    }

    /** A version as the API shows it. */
    record VersionView(
            int number,
            VersionStatus status,
            String cause,
            Instant createdAt,
            JsonNode metrics,
            JsonNode decision,
            @Nullable String promotedBy,
            @Nullable Instant promotedAt) {

        static VersionView of(ModelVersion version) {
            return new VersionView(
                    version.number(),
                    version.status(),
                    version.cause(),
                    version.createdAt(),
                    version.metrics(),
                    version.decision(),
                    version.promotedBy().orElse(null),
                    version.promotedAt().orElse(null));
        }
    }

    /** A training under way. */
    record Started(long run) {}

    @GET
    public Page<ModelView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        return QuarkusTransaction.requiringNew().call(() -> Page.of(
                        models.page(request.afterNumber().orElse(0L), request.fetch()),
                        request,
                        model -> Long.toString(model.id))
                .map(this::view));
    }

    @POST
    public Response create(@NotNull ModelDraft draft) {
        ModelCheck.Checked wanted = check.check(draft);
        ModelView created = QuarkusTransaction.requiringNew().call(() -> {
            Model model = new Model();
            model.createdAt = clock.instant();
            write(model, wanted, wanted.definition(), draft);
            models.persistAndFlush(model);
            return view(model);
        });
        schedule.follow(new ModelId(created.id()), Optional.ofNullable(draft.schedule()));
        return Response.created(URI.create("/api/v1/models/" + created.id()))
                .entity(created)
                .build();
    }

    @GET
    @Path("/{id}")
    public ModelView show(@PathParam("id") long id) {
        return QuarkusTransaction.requiringNew().call(() -> view(find(id)));
    }

    @PUT
    @Path("/{id}")
    public ModelView change(@PathParam("id") long id, @NotNull ModelDraft draft) {
        ModelCheck.Checked wanted = check.check(draft);
        ModelView changed = QuarkusTransaction.requiringNew().call(() -> {
            Model model = find(id);
            if (model.kind() != wanted.kind()) {
                throw ProblemException.invalid(
                        "/kind", "KIND_FIXED", "A model keeps its kind.", "Make a new model of the other kind.");
            }
            write(model, wanted, wanted.definition().of(model.definition().file()), draft);
            return view(model);
        });
        schedule.follow(new ModelId(id), Optional.ofNullable(draft.schedule()));
        return changed;
    }

    @DELETE
    @Path("/{id}")
    public void remove(@PathParam("id") long id) {
        QuarkusTransaction.requiringNew().run(() -> {
            Model model = find(id);
            use.refuseIfUsed(model);
            models.delete(model);
        });
        schedule.follow(new ModelId(id), Optional.empty());
    }

    @POST
    @Path("/{id}:train")
    public Response train(@PathParam("id") long id) {
        if (QuarkusTransaction.requiringNew().call(() -> find(id)).kind() == ModelKind.EXTERNAL) {
            throw ProblemException.conflict(
                    "NEVER_TRAINED",
                    "An external model is never learned here: it is as its file is.",
                    "Upload a newer file, and use that.");
        }
        return Response.accepted(
                        new Started(runs.request(new ModelId(id), "manual").value()))
                .build();
    }

    @POST
    @Path("/{id}:rollback")
    public VersionView rollback(@PathParam("id") long id) {
        QuarkusTransaction.requiringNew().run(() -> find(id));
        return VersionView.of(promotion.rollback(new ModelId(id), caller()));
    }

    @GET
    @Path("/{id}/versions")
    public Page<VersionView> versions(
            @PathParam("id") long id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        QuarkusTransaction.requiringNew().run(() -> find(id));
        PageRequest request = PageRequest.of(limit, cursor);
        int before = request.afterNumber().map(Math::toIntExact).orElse(Integer.MAX_VALUE);
        return Page.of(
                        versions.list(new ModelId(id), before, request.fetch()),
                        request,
                        version -> Integer.toString(version.number()))
                .map(VersionView::of);
    }

    @GET
    @Path("/{id}/versions/{number}")
    public VersionView version(@PathParam("id") long id, @PathParam("number") int number) {
        return versions.find(new ModelId(id), number)
                .map(VersionView::of)
                .orElseThrow(() -> ProblemException.notFound("version", number));
    }

    @GET
    @Path("/{id}/versions/{number}/report")
    public JsonNode report(@PathParam("id") long id, @PathParam("number") int number) {
        return versions.report(new ModelId(id), number).orElseThrow(() -> ProblemException.notFound("version", number));
    }

    /** What a value model foresees of one customer. */
    @GET
    @Path("/{id}/customers/{profile}")
    public CustomerValue.Foreseen customer(@PathParam("id") long id, @PathParam("profile") int profile) {
        Model model = QuarkusTransaction.requiringNew().call(() -> find(id));
        return values.of(model, profile).orElseThrow(() -> ProblemException.notFound("buyer", profile));
    }

    @POST
    @Path("/{id}/versions/{number}:promote")
    public VersionView promote(@PathParam("id") long id, @PathParam("number") int number) {
        return VersionView.of(promotion.promote(new ModelId(id), number, caller()));
    }

    private ModelView view(Model model) {
        return ModelView.of(model, runs.latest(model.id()), silent.of(model.id()));
    }

    private Model find(long id) {
        return models.find(new ModelId(id)).orElseThrow(() -> ProblemException.notFound("model", id));
    }

    private String caller() {
        return Caller.of(identity).label();
    }

    private void write(Model model, ModelCheck.Checked wanted, ModelDefinition definition, ModelDraft draft) {
        model.name = wanted.name();
        model.kind = wanted.kind();
        model.define(definition);
        model.schedule(Optional.ofNullable(draft.schedule()));
        model.retrain(Optional.ofNullable(draft.retraining()));
        model.sensitive = draft.sensitive();
        model.updatedAt = clock.instant();
    }
}

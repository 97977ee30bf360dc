// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionJson;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Segments: defined, evaluated when saved, listed with their size and movement. */
@Path("/api/v1/segments")
class SegmentResource {

    private static final Duration DAY = Duration.ofHours(24);
    private static final SegmentStore.Flow STILL = new SegmentStore.Flow(0, 0);

    private final Segments segments;
    private final SegmentStore store;
    private final SegmentEvaluation evaluation;
    private final DefinitionCheck check;
    private final SegmentUse use;
    private final StoredNames names;
    private final Clock clock;

    @Inject
    SegmentResource(
            Segments segments,
            SegmentStore store,
            SegmentEvaluation evaluation,
            DefinitionCheck check,
            SegmentUse use,
            StoredNames names,
            Clock clock) {
        this.segments = segments;
        this.store = store;
        this.evaluation = evaluation;
        this.check = check;
        this.use = use;
        this.names = names;
        this.clock = clock;
    }

    /** @param kind by default what the definition says; a list has no definition */
    record Draft(@NotBlank @Size(max = 200) String name, @Nullable String kind, @Nullable JsonNode definition) {}

    record Size24(long size, int version, @Nullable Instant evaluatedAt) {}

    @GET
    public Page<SegmentView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        Map<SegmentId, SegmentStore.Flow> flows = store.flows(clock.instant().minus(DAY));
        return QuarkusTransaction.requiringNew().call(() -> Page.of(
                        segments.page(request.afterNumber().orElse(0L), request.fetch()),
                        request,
                        segment -> Long.toString(segment.id))
                .map(segment -> view(segment, flows)));
    }

    @GET
    @Path("/{id}")
    public SegmentView show(@PathParam("id") long id) {
        Map<SegmentId, SegmentStore.Flow> flows = store.flows(clock.instant().minus(DAY));
        return QuarkusTransaction.requiringNew().call(() -> view(segments.require(new SegmentId(id)), flows));
    }

    @POST
    public Response create(@Valid @NotNull Draft draft) {
        Optional<Condition> definition = definition(draft);
        SegmentKind kind = kind(draft, definition);
        definition.ifPresent(condition -> check.require(condition, Optional.empty()));
        SegmentId id = QuarkusTransaction.requiringNew().call(() -> {
            requireFreeName(draft.name(), 0);
            Segment segment = new Segment();
            segment.kind = kind;
            segment.createdAt = clock.instant();
            write(segment, draft, definition);
            segments.persist(segment);
            return segment.id();
        });
        evaluation.evaluate(id, "saved");
        return Response.created(URI.create("/api/v1/segments/" + id.value()))
                .entity(show(id.value()))
                .build();
    }

    @PUT
    @Path("/{id}")
    public SegmentView change(@PathParam("id") long id, @Valid @NotNull Draft draft) {
        Optional<Condition> definition = definition(draft);
        SegmentKind kind = kind(draft, definition);
        definition.ifPresent(condition -> check.require(condition, Optional.of(new SegmentId(id))));
        // or members found by the old definition would be kept under the new one
        store.alone(new SegmentId(id), () -> QuarkusTransaction.requiringNew()
                .run(() -> rewrite(id, kind, draft, definition)));
        evaluation.evaluate(new SegmentId(id), "saved");
        return show(id);
    }

    private void rewrite(long id, SegmentKind kind, Draft draft, Optional<Condition> definition) {
        Segment segment = segments.require(new SegmentId(id));
        requireFreeName(draft.name(), id);
        if ((segment.kind == SegmentKind.LIST) != (kind == SegmentKind.LIST)) {
            throw ProblemException.invalid(
                    "/kind",
                    "KIND_FIXED",
                    "A list stays a list, and a definition stays one.",
                    "Create another segment.");
        }
        segment.kind = kind;
        write(segment, draft, definition);
    }

    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") long id) {
        QuarkusTransaction.requiringNew().run(() -> {
            Segment segment = segments.require(new SegmentId(id));
            use.refuseIfUsed(segment);
            segments.delete(segment);
        });
        store.forget(new SegmentId(id));
    }

    @POST
    @Path("/{id}:evaluate")
    public SegmentView evaluate(@PathParam("id") long id) {
        show(id);
        evaluation.evaluate(new SegmentId(id), "manual");
        return show(id);
    }

    @GET
    @Path("/{id}/size")
    public Size24 size(@PathParam("id") long id) {
        SegmentView shown = show(id);
        return new Size24(shown.size(), shown.version(), shown.evaluatedAt());
    }

    private SegmentView view(Segment segment, Map<SegmentId, SegmentStore.Flow> flows) {
        return SegmentView.of(segment, flows.getOrDefault(segment.id(), STILL), names);
    }

    private void write(Segment segment, Draft draft, Optional<Condition> definition) {
        segment.name = draft.name().strip();
        segment.define(definition);
        segment.updatedAt = clock.instant();
    }

    private void requireFreeName(String name, long id) {
        if (segments.nameTaken(name.strip(), id)) {
            throw ProblemException.invalid(
                    "/name", "NAME_TAKEN", "Another segment has this name.", "Choose another name.");
        }
    }

    private static Optional<Condition> definition(Draft draft) {
        return Optional.ofNullable(draft.definition())
                .filter(json -> !json.isNull())
                .map(json -> ConditionJson.read(json, "/definition"));
    }

    private static SegmentKind kind(Draft draft, Optional<Condition> definition) {
        if (draft.kind() == null) {
            return definition.map(SegmentResource::kindOf).orElse(SegmentKind.LIST);
        }
        SegmentKind kind = List.of(SegmentKind.values()).stream()
                .filter(known -> known.wire().equals(draft.kind().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "/kind", "UNKNOWN_KIND", "There is no such kind.", "Use rule, cluster, prediction or list."));
        if ((kind == SegmentKind.LIST) == definition.isPresent()) {
            throw ProblemException.invalid(
                    "/definition",
                    definition.isPresent() ? "UNEXPECTED_DEFINITION" : "MISSING_DEFINITION",
                    definition.isPresent() ? "A list has no definition." : "This kind of segment needs a definition.",
                    "Send a definition for a rule, a cluster or a prediction, and none for a list.");
        }
        return kind;
    }

    private static SegmentKind kindOf(Condition definition) {
        SegmentKind[] kind = {SegmentKind.RULE};
        definition.walk(node -> {
            if (node instanceof Condition.Cluster) {
                kind[0] = SegmentKind.CLUSTER;
            } else if (node instanceof Condition.Score || node instanceof Condition.TopScore) {
                kind[0] = SegmentKind.PREDICTION;
            }
        });
        return kind[0];
    }
}

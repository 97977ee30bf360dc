// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.event.WriteKeys;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.Runs;
import io.quarkus.panache.common.Sort;
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
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sources: where customer data comes from. */
@Path("/api/v1/sources")
class SourceResource {

    private final Sources sources;
    private final Imports imports;
    private final Runs runs;
    private final KeptFiles kept;
    private final WriteKeys keys;
    private final ObjectMapper json;
    private final Clock clock;

    SourceResource(
            Sources sources,
            Imports imports,
            Runs runs,
            KeptFiles kept,
            WriteKeys keys,
            ObjectMapper json,
            Clock clock) {
        this.sources = sources;
        this.imports = imports;
        this.runs = runs;
        this.kept = kept;
        this.keys = keys;
        this.json = json;
        this.clock = clock;
    }

    /** What a caller says of a source. */
    record Wanted(
            @NotBlank @Size(max = 200) String name,
            @NotNull SourceKind kind,
            @Nullable FileFormat format,
            @Nullable Mapping mapping) {}

    /** A key of a source of events, shown this once. */
    record NewKey(String writeKey) {}

    @GET
    @Transactional
    public Page<SourceView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest request = PageRequest.of(limit, cursor);
        List<Source> rows = sources.find(
                        "id > ?1", Sort.by("id"), request.afterNumber().orElse(0L))
                .page(0, request.fetch())
                .list();
        Page<Source> page = Page.of(rows, request, source -> Long.toString(source.id));
        List<SourceView> views = new java.util.ArrayList<>();
        for (Source source : page.items()) {
            views.add(view(source));
        }
        return new Page<>(views, page.next());
    }

    @GET
    @Path("/{id}")
    @Transactional
    public SourceView show(@PathParam("id") long id) throws SQLException {
        return view(sources.require(id));
    }

    @POST
    @Transactional
    public Response create(@Valid @NotNull Wanted wanted) throws SQLException {
        Source source = new Source();
        source.createdAt = clock.instant();
        apply(source, wanted);
        sources.persistAndFlush(source);
        String key = source.kind == SourceKind.EVENTS ? keys.create(source.id) : null;
        return Response.created(URI.create("/api/v1/sources/" + source.id))
                .entity(SourceView.of(source, null, key))
                .build();
    }

    @PUT
    @Path("/{id}")
    @Transactional
    public SourceView change(@PathParam("id") long id, @Valid @NotNull Wanted wanted) throws SQLException {
        Source source = sources.require(id);
        if (source.kind != wanted.kind()) {
            throw ProblemException.invalid(
                    "/kind", "KIND_FIXED", "A source keeps its kind.", "Create another source of the other kind.");
        }
        apply(source, wanted);
        return view(source);
    }

    /** What came from the source stays; its imports, write keys and the file that is kept go. */
    @DELETE
    @Path("/{id}")
    @Transactional
    public void delete(@PathParam("id") long id) throws IOException {
        Source source = sources.require(id);
        sources.delete(source);
        kept.drop(new SourceId(source.id));
    }

    /** How good its data were, import by import, the newest first. */
    @GET
    @Path("/{id}/quality")
    @Transactional
    public Page<SourceQuality> quality(
            @PathParam("id") long id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        sources.require(id);
        PageRequest request = PageRequest.of(limit, cursor);
        long before = request.afterNumber().orElse(Long.MAX_VALUE);
        Page<Imports.Import> page = Page.of(
                imports.list(Optional.of(id), before, request.fetch()),
                request,
                done -> Long.toString(done.id().value()));
        List<SourceQuality> trend = page.items().stream()
                .flatMap(done ->
                        Optional.ofNullable(done.report()).map(report -> SourceQuality.of(done, report)).stream())
                .toList();
        return new Page<>(trend, page.next());
    }

    /** A further write key, to replace one without a gap. */
    @POST
    @Path("/{id}/write-keys")
    @Transactional
    public Response createKey(@PathParam("id") long id) throws SQLException {
        return Response.status(201)
                .entity(new NewKey(keys.create(requireEvents(id).id)))
                .build();
    }

    @GET
    @Path("/{id}/write-keys")
    @Transactional
    public Page<WriteKeys.Shown> listKeys(@PathParam("id") long id) throws SQLException {
        return new Page<>(keys.list(requireEvents(id).id), null);
    }

    @DELETE
    @Path("/{id}/write-keys/{key}")
    @Transactional
    public void revokeKey(@PathParam("id") long id, @PathParam("key") long key) throws SQLException {
        if (!keys.revoke(requireEvents(id).id, key)) {
            throw ProblemException.notFound("write key", key);
        }
    }

    private Source requireEvents(long id) {
        Source source = sources.require(id);
        if (source.kind != SourceKind.EVENTS) {
            throw ProblemException.conflict(
                    "NOT_EVENTS", "Only a source of events has write keys.", "Create a source of kind events.");
        }
        return source;
    }

    private void apply(Source source, Wanted wanted) {
        String name = wanted.name().strip();
        if (sources.isTaken(name, source.id)) {
            throw ProblemException.invalid(
                    "/name", "NAME_TAKEN", "There is a source of this name already.", "Choose another name.");
        }
        Mapping mapping = Optional.ofNullable(wanted.mapping()).orElseGet(Mapping::none);
        if (wanted.kind() == SourceKind.FILE) {
            mapping.check("/mapping");
        }
        source.name = name;
        source.kind = wanted.kind();
        source.format = wanted.format();
        source.mapping = mapping;
    }

    private SourceView view(Source source) throws SQLException {
        List<Imports.Import> newest = imports.list(Optional.of(source.id), Long.MAX_VALUE, 1);
        return SourceView.of(source, newest.isEmpty() ? null : last(source, newest.get(0)), null);
    }

    private SourceView.LastImport last(Source source, Imports.Import newest) {
        Mapping then = newest.mapping() == null ? source.mapping : json.convertValue(newest.mapping(), Mapping.class);
        return new SourceView.LastImport(
                newest.id(),
                newest.run(),
                runs.find(newest.run()).map(Run::state).orElse(null),
                newest.filename(),
                !then.equals(source.mapping),
                kept.has(newest),
                newest.createdAt());
    }
}

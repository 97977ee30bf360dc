// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.Imports.Import;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Imports: their progress and their reports. */
@Path("/api/v1/imports")
class ImportResource {

    private final Imports imports;
    private final Runs runs;

    ImportResource(Imports imports, Runs runs) {
        this.imports = imports;
        this.runs = runs;
    }

    @GET
    public Page<ImportView> list(
            @QueryParam("source") @Nullable Long source,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest request = PageRequest.of(limit, cursor);
        List<Import> rows = imports.list(
                Optional.ofNullable(source), request.afterNumber().orElse(Long.MAX_VALUE), request.fetch());
        return Page.of(rows, request, row -> row.id().toString()).map(row -> ImportView.of(row, runs.find(row.run())));
    }

    @GET
    @Path("/{id}")
    public ImportView show(@PathParam("id") long id) throws SQLException {
        Import row = imports.find(id).orElseThrow(() -> ProblemException.notFound("import", id));
        return ImportView.of(row, runs.find(row.run()));
    }
}

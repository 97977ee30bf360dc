// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.Imports.Import;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Takes files: as the body of the request, as a part of a form, or the last one once more. */
@Path("/api/v1/sources")
@Blocking
class UploadResource {

    private final Sources sources;
    private final ImportQueue queue;
    private final UploadFolders folders;
    private final KeptFiles kept;
    private final Imports imports;
    private final ImportConfig config;
    private final Runs runs;

    UploadResource(
            Sources sources,
            ImportQueue queue,
            UploadFolders folders,
            KeptFiles kept,
            Imports imports,
            ImportConfig config,
            Runs runs) {
        this.sources = sources;
        this.queue = queue;
        this.folders = folders;
        this.kept = kept;
        this.imports = imports;
        this.config = config;
        this.runs = runs;
    }

    @POST
    @Path("/{id}/imports")
    @Consumes(MediaType.WILDCARD)
    public Response send(@PathParam("id") long id, @QueryParam("filename") @Nullable String filename, InputStream body)
            throws IOException, SQLException {
        return take(id, Optional.ofNullable(filename).orElse(""), body);
    }

    @POST
    @Path("/{id}/imports")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response sendForm(
            @PathParam("id") long id,
            @QueryParam("filename") @Nullable String filename,
            @RestForm("file") @Nullable FileUpload file)
            throws IOException, SQLException {
        if (file == null) {
            throw ProblemException.invalid(
                    "/file", "FILE_MISSING", "The form has no part 'file'.", "Send the file as a part named 'file'.");
        }
        try (InputStream body = Files.newInputStream(file.uploadedFile())) {
            String name = Optional.ofNullable(filename)
                    .or(() -> Optional.ofNullable(file.fileName()))
                    .orElse("");
            return take(id, name, body);
        }
    }

    /** For a mapping that was wrong. */
    @POST
    @Path("/{id}:read-again")
    public Response readAgain(@PathParam("id") long id) throws IOException, SQLException {
        Source source = requireFiles(id);
        Import last = imports.list(Optional.of(id), Long.MAX_VALUE, 1).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.conflict(
                        "NOTHING_IMPORTED", "Nothing has been imported from this source yet.", "Import a file."));
        UploadedFile upload = kept.again(last, folders.next())
                .orElseThrow(() -> ProblemException.conflict(
                        "FILE_NOT_KEPT",
                        "The last file of this source is not kept any more.",
                        "Upload it again: it is read with the present mapping, and what differs is corrected."));
        return submit(source, upload, last.filename());
    }

    private Response take(long id, String sentName, InputStream body) throws IOException, SQLException {
        Source source = requireFiles(id);
        String filename = UploadedFile.shownName(sentName);
        return submit(source, UploadedFile.receive(body, folders.next(), config.largestFile()), filename);
    }

    /** The upload may take an hour: no transaction is open meanwhile. */
    private Source requireFiles(long id) {
        Source source = QuarkusTransaction.requiringNew().call(() -> sources.require(id));
        if (source.kind != SourceKind.FILE) {
            throw ProblemException.conflict(
                    "NOT_FILES", "This source takes events, no files.", "Create a source of kind file.");
        }
        return source;
    }

    private Response submit(Source source, UploadedFile upload, String filename) throws IOException, SQLException {
        boolean handedOver = false;
        try {
            FileFormat format = source.format != null ? source.format : upload.format(filename);
            Import opened = queue.submit(new SourceId(source.id), format, source.mapping, upload, filename);
            handedOver = true;
            return Response.accepted(ImportView.of(opened, runs.find(opened.run())))
                    .location(URI.create("/api/v1/imports/" + opened.id()))
                    .build();
        } finally {
            if (!handedOver) {
                upload.close();
            }
        }
    }
}

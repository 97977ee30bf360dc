// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the beginning of a file before there is a source for it. */
@Path("/api/v1/sources:inspect")
@Blocking
class InspectionResource {

    private final Inspection inspection;
    private final UploadFolders folders;

    InspectionResource(Inspection inspection, UploadFolders folders) {
        this.inspection = inspection;
        this.folders = folders;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Inspection.Found inspect(@QueryParam("filename") @Nullable String filename, InputStream body)
            throws IOException, SQLException {
        return inspection.of(body, Optional.ofNullable(filename).orElse(""), folders.next());
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunState;
import io.kohorte.core.source.Imports.Import;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An import as the API shows it: what was sent, how far it is, and its report when that is over. */
record ImportView(
        ImportId id,
        SourceId source,
        RunId run,
        String filename,
        long bytes,
        @Nullable RunState state,
        @Nullable JsonNode progress,
        @Nullable JsonNode report,
        @Nullable JsonNode problem,
        Instant createdAt) {

    static ImportView of(Import row, Optional<Run> run) {
        return new ImportView(
                row.id(),
                row.source(),
                row.run(),
                row.filename(),
                row.bytes(),
                run.map(Run::state).orElse(null),
                run.map(Run::progress).orElse(null),
                row.report(),
                run.map(Run::problem).orElse(null),
                row.createdAt());
    }
}

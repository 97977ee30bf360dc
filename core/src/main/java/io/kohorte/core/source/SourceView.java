// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source as the API shows it.
 *
 * @param writeKey of a source of events; only in the answer that made it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SourceView(
        SourceId id,
        String name,
        SourceKind kind,
        @Nullable FileFormat format,
        Mapping mapping,
        @Nullable LastImport lastImport,
        @Nullable String writeKey,
        Instant createdAt) {

    /**
     * The newest import of a source.
     *
     * @param mappingChanged whether the mapping is another one since
     * @param fileKept whether its file can be read again
     */
    record LastImport(
            ImportId id,
            RunId run,
            @Nullable RunState state,
            String filename,
            boolean mappingChanged,
            boolean fileKept,
            Instant createdAt) {}

    static SourceView of(Source source, @Nullable LastImport last, @Nullable String writeKey) {
        return new SourceView(
                new SourceId(source.id),
                source.name,
                source.kind,
                source.format,
                source.mapping,
                last,
                writeKey,
                source.createdAt);
    }
}

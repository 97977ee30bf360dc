// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an import, a training or a sync, as the API shows it.
 *
 * @param subject number of the source, model or sync
 * @param trigger what started it, for example {@code manual}
 * @param counts of a sync: added, changed, removed, skipped, invalid, requests
 * @param progress done, total, phase, and what else the kind tells while it runs
 * @param result of an import or a training, when finished
 * @param guard of a sync that stopped to ask
 */
public record Run(
        RunId id,
        RunKind kind,
        long subject,
        RunState state,
        String trigger,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode counts,
        @Nullable JsonNode progress,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode result,
        @Nullable JsonNode problem,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode guard) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.condition.ModelId;
import java.time.Instant;
import java.util.Optional;

/**
 * What one training brought forth, without its body and report.
 *
 * @param promotedBy who made it champion: a user, or {@code training}
 */
public record ModelVersion(
        ModelId model,
        int number,
        VersionStatus status,
        String cause,
        JsonNode metrics,
        JsonNode decision,
        Optional<String> promotedBy,
        Optional<Instant> promotedAt,
        Instant createdAt) {}

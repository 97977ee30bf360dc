// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Changes that go out together.
 *
 * @param key the same on every attempt to send this batch: use it as the idempotency key of the request. Letters, digits
 *     and dashes
 * @param decidedAt when the engine compared wanted with acknowledged; the same on every attempt
 * @param changes at least one, at most {@link Limits#rowsPerBatch()}, at most one per subject
 */
public record Batch(String key, Instant decidedAt, List<MemberChange> changes) {

    public Batch {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(decidedAt, "decidedAt");
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one change");
        }
    }

    public int size() {
        return changes.size();
    }
}

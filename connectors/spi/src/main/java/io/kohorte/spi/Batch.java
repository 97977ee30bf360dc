// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes that go out together.
 *
 * @param key the same on every attempt to send this batch: use it as the idempotency key of the request. Letters, digits
 *     and dashes
 * @param decidedAt when the engine compared wanted with acknowledged; the same on every attempt
 * @param changes at least one, at most {@link Limits#rowsPerBatch()}, at most one per subject; none only in a snapshot
 * @param snapshot the snapshot that this is a part of; empty where changes are sent. Comes to connectors that claim
 *     {@link Capability#FULL_REPLACE}, to no other
 */
public record Batch(String key, Instant decidedAt, List<MemberChange> changes, Optional<Snapshot> snapshot) {

    public Batch {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(decidedAt, "decidedAt");
        changes = List.copyOf(changes);
        Objects.requireNonNull(snapshot, "snapshot");
        if (changes.isEmpty() && snapshot.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one change");
        }
    }

    /** A batch of changes. */
    public Batch(String key, Instant decidedAt, List<MemberChange> changes) {
        this(key, decidedAt, changes, Optional.empty());
    }

    public int size() {
        return changes.size();
    }
}

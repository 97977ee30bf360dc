// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

/** Hears how far long work has come. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (phase, done, total) -> {};

    /** {@code phase} is a stable word; {@code done} of {@code total} steps are finished. */
    void reached(String phase, long done, long total);

    /** As {@link #reached}, with what was found on the way: a record, shown to people as JSON. */
    default void found(String phase, long done, long total, Object soFar) {
        reached(phase, done, total);
    }
}

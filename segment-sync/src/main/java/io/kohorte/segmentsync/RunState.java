// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
    /** Waits for its turn, or until a time it was given. */
    QUEUED,
    RUNNING,
    COMPLETED,
    /** Went to its end, but some rows were refused or stopped. */
    COMPLETED_WITH_ERRORS,
    FAILED,
    CANCELLED,
    /** Stopped until a person acts; the difference is kept. */
    PAUSED;

    /** As stored and as written in the API: {@code completed-with-errors}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RunState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether nothing more will come of this run. */
    public boolean isFinal() {
        return this != QUEUED && this != RUNNING && this != PAUSED;
    }
}

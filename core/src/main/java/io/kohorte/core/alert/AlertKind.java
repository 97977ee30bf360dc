// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What may be wrong. What is measured may pass by itself, so it has to hold for a while before anybody is told. */
public enum AlertKind {
    /** The engine or the guard paused a sync. */
    SYNC_STOPPED(Severity.ERROR, Duration.ZERO),
    /** An account no longer lets us in, so all its syncs are paused. */
    CREDENTIALS_REJECTED(Severity.ERROR, Duration.ZERO),
    /** A destination cannot be reached, and is left alone between attempts. */
    DESTINATION_UNREACHABLE(Severity.ERROR, Duration.ofMinutes(5)),
    /** A vendor will soon end the version of its interface that a destination uses. */
    VERSION_ENDING(Severity.WARNING, Duration.ZERO),
    /** The day has come. */
    VERSION_ENDED(Severity.ERROR, Duration.ZERO),
    /** What should be at a destination has not been there for long. */
    SYNC_BEHIND(Severity.WARNING, Duration.ZERO),
    /** A destination refuses more rows than it may. */
    ROWS_REJECTED(Severity.WARNING, Duration.ZERO),
    /** The latest import of a source failed. */
    IMPORT_FAILED(Severity.ERROR, Duration.ZERO),
    /** The latest import of a source left out more rows than it may. */
    IMPORT_INVALID(Severity.WARNING, Duration.ZERO),
    /** The latest training of a model failed. */
    TRAINING_FAILED(Severity.ERROR, Duration.ZERO),
    /** The customers, scores or outcomes of a model are no longer those it was learned from. */
    MODEL_DRIFTING(Severity.WARNING, Duration.ZERO),
    /** A model ranks customers worse than when it was learned. */
    MODEL_WORSE(Severity.WARNING, Duration.ZERO),
    /** A model cannot score customers, so their scores grow old. */
    MODEL_SILENT(Severity.ERROR, Duration.ofMinutes(1)),
    /** A schedule did not start what it should. */
    SCHEDULE_MISSED(Severity.ERROR, Duration.ofMinutes(1)),
    /** The disk under the embedded database is nearly full. */
    DISK_NEARLY_FULL(Severity.ERROR, Duration.ofMinutes(1));

    private final Severity severity;
    private final Duration hold;

    AlertKind(Severity severity, Duration hold) {
        this.severity = severity;
        this.hold = hold;
    }

    Severity severity() {
        return severity;
    }

    /** How long it has to hold before it fires. */
    Duration hold() {
        return hold;
    }

    /** What it becomes when it goes on: then it is not over, and nobody is told that it is. */
    Optional<AlertKind> worse() {
        return this == VERSION_ENDING ? Optional.of(VERSION_ENDED) : Optional.empty();
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static AlertKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

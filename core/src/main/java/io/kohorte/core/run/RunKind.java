// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is executed, and so what the run's subject is. */
public enum RunKind {
    /** Of a source. */
    IMPORT,
    /** Of a model. */
    TRAINING,
    /** Of everybody: subject 0. */
    DUPLICATES,
    /** At a model: whether it drifts. */
    LOOK,
    /** Of a version of a model: whether it is learned the same again. */
    REPRODUCTION,
    /** Of a sync; kept by the delivery engine. */
    SYNC;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}

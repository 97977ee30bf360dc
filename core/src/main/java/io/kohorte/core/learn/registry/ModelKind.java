// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a model learns. */
public enum ModelKind {
    CLUSTERING,
    PREDICTION,
    VALUE,
    /** By how much being sent to changes what each customer does. */
    UPLIFT,
    /** Nothing here: it was learned elsewhere and came as a file. */
    EXTERNAL;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static ModelKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a model stands. */
public enum State {
    /** Nothing that matters moved. */
    STEADY,
    /** Customers, scores or outcomes are surely others than those it was learned from. */
    DRIFTING,
    /** It ranks surely worse than when it was learned. */
    WORSE,
    /** There is nothing to compare, or too few customers. */
    UNKNOWN;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

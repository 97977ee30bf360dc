// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Number of a run of any kind. */
public record RunId(@JsonValue long value) {

    @JsonCreator
    public RunId {}

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

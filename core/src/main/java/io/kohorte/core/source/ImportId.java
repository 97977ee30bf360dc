// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Number of an import. */
public record ImportId(@JsonValue long value) {

    @JsonCreator
    public ImportId {}

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.annotation.JsonValue;

/** Names a pair that may be the same person. */
record DuplicateId(@JsonValue long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

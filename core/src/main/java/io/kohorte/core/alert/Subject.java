// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What an alert is about.
 *
 * @param id number of the sync, destination and so on; 0 where there is one only
 * @param name as people named it
 */
record Subject(Kind kind, long id, String name) {

    public enum Kind {
        SYNC,
        DESTINATION,
        SOURCE,
        MODEL,
        DISK;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}

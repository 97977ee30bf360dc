// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a version stands. */
public enum VersionStatus {
    /** Learned, and not yet decided upon. */
    CHALLENGER,
    /** The one whose scores count. */
    CHAMPION,
    /** Was champion once. */
    RETIRED,
    /** Never became champion, for a reason on record. */
    REFUSED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static VersionStatus of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}

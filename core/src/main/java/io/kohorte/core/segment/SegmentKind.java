// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a segment's members come from. */
public enum SegmentKind {
    /** A condition somebody wrote. */
    RULE,
    /** A condition over a clustering. */
    CLUSTER,
    /** A condition over a prediction's scores. */
    PREDICTION,
    /** Named one by one. */
    LIST;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

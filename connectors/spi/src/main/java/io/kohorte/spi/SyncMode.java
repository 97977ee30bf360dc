// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Locale;

/** What a sync does to the people at a destination. */
public enum SyncMode {
    /** Creates records that are missing, leaves others alone. */
    INSERT,
    /** Writes fields of records that exist, creates none. */
    UPDATE,
    /** Writes fields, creates what is missing. */
    UPSERT,
    /** Keeps the audience equal to the segment: adds who entered, removes who left. */
    MIRROR,
    /** Adds who entered, never removes. */
    ADD,
    /** Removes the members of the segment from the audience. */
    REMOVE;

    /** As written in the API: {@code mirror}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

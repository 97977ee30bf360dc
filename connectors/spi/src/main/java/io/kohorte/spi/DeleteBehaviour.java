// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Locale;

/** What happens at the destination to someone who leaves. */
public enum DeleteBehaviour {
    NOTHING,
    CLEAR_FIELDS,
    REMOVE_FROM_AUDIENCE,
    DELETE;

    /** As written in the API: {@code remove-from-audience}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

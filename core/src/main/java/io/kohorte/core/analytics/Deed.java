// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import org.jspecify.annotations.Nullable;

/**
 * What somebody does within a time.
 *
 * @param event name of the event
 * @param category of what it is about; any without it
 * @param atLeast money of all of them together, at least; any without it
 */
public record Deed(String event, @Nullable String category, @Nullable Double atLeast) {
    /** The event, whatever it is about and for however much. */
    public static Deed of(String event) {
        return new Deed(event, null, null);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.time.Instant;
import java.util.List;

/**
 * How a file, or the files of its source before it, was read until now.
 *
 * @param moments when imports under this mapping began, oldest first; at least one
 */
record EarlierReading(Mapping mapping, List<Instant> moments) {

    Instant first() {
        return moments.get(0);
    }
}

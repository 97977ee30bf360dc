// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader finds in a file, in its order. */
sealed interface Entry {

    /** Number of its first line in the file, from 1. */
    long line();

    /** A row as it stands there, not yet judged. */
    record Row(long line, List<@Nullable String> values) implements Entry {}

    /** A row that cannot be read. */
    record Unreadable(long line, InvalidReason reason) implements Entry {}
}

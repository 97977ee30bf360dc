// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param total {@code null} while unknown
 * @param phase what is going on, in a word
 */
public record Progress(long done, @Nullable Long total, String phase) {}

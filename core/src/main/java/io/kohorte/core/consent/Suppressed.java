// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import org.roaringbitmap.RoaringBitmap;

/**
 * Fired after the commit that suppressed people: whatever is kept about them for convenience only has to go.
 *
 * @param profiles their numbers; not to be modified
 */
public record Suppressed(RoaringBitmap profiles) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import org.roaringbitmap.RoaringBitmap;

/**
 * All segments have followed what changed, whether anybody moved or not. Fired at least once a second on the node that
 * watches segments.
 *
 * @param profiles whose traits, events or scores changed; not to be modified
 * @param everybody an import came or the replica was built anew: anything of anybody may have changed
 */
public record SegmentsFollowed(RoaringBitmap profiles, boolean everybody) {}

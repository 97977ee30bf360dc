// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import org.roaringbitmap.RoaringBitmap;

/**
 * Fired after the commit that changed profiles by events that came in over HTTP; an import fires {@code ImportFinished} instead.
 *
 * @param profiles numbers of profiles with new events, traits, identities or consents, and of those merged away; not to be modified
 */
public record ProfilesChanged(RoaringBitmap profiles) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import org.roaringbitmap.RoaringBitmap;

/**
 * Fired after the commit that changed profiles by what came in over HTTP: events, consents, suppressions. An import fires {@code ImportFinished} instead.
 *
 * @param profiles numbers of profiles with new events, traits, identities, consents or suppressions, and of those merged away; not to be modified
 * @param permissions those of them whose consents or suppressions may be other than before: no segment has a say in that
 */
public record ProfilesChanged(RoaringBitmap profiles, RoaringBitmap permissions) {

    /** Nothing but consents or suppressions is different. */
    public static ProfilesChanged permissions(RoaringBitmap profiles) {
        return new ProfilesChanged(profiles, profiles);
    }
}

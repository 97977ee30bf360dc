// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Whom a run compares.
 *
 * @param profiles only these; empty for everybody
 */
record Scope(Optional<RoaringBitmap> profiles) {

    static final Scope EVERYBODY = new Scope(Optional.empty());

    /** Beyond this many, reading everybody in order is no slower than looking for each. */
    private static final int MOST = 10_000;

    static Scope of(RoaringBitmap profiles) {
        return profiles.getLongCardinality() > MOST ? EVERYBODY : new Scope(Optional.of(profiles));
    }

    boolean isEverybody() {
        return profiles.isEmpty();
    }

    boolean holds(int profile) {
        return profiles.map(some -> some.contains(profile)).orElse(true);
    }

    Scope and(Scope more) {
        return isEverybody() || more.isEverybody()
                ? EVERYBODY
                : of(RoaringBitmap.or(profiles.get(), more.profiles.get()));
    }

    static Scope read(byte @Nullable [] stored) {
        return stored == null ? EVERYBODY : of(Packing.bitmap(stored));
    }

    byte @Nullable [] stored() {
        return profiles.map(Packing::bytes).orElse(null);
    }
}

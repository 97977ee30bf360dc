// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

/** Something noticed about values of a trait while writing them. */
public record TraitFinding(String trait, Kind kind, long count) {

    /** What was noticed. */
    public enum Kind {
        /** Values are of another type than the trait's first; they are kept as they came, but rules on the trait do not see them. */
        OTHER_TYPE,
        /** The catalogue of traits is full; the values were not kept. */
        CATALOGUE_FULL
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import java.util.Set;
import org.jooq.Field;

/**
 * Something derived about a customer as of a moment, with the words people read.
 *
 * @param name stable, used in the API and in stored models
 * @param sentence what it says, in a sentence, including what a missing value means
 * @param high what customers are who have much of it, to be joined into a cluster's name
 * @param low what customers are who have little
 * @param absentIsZero whether a customer without any row in the grain has 0 instead of a missing value
 * @param needs events without which the feature says nothing; empty where orders are enough
 */
public record Feature(
        String name,
        Kind kind,
        Unit unit,
        Grain grain,
        boolean absentIsZero,
        Wording label,
        Wording sentence,
        Wording high,
        Wording low,
        Set<String> needs,
        Measure measure) {

    /** What the values are. */
    public enum Kind {
        NUMBER,
        /** 0 or 1. */
        FLAG,
        CATEGORY
    }

    /** The SQL of a feature: an aggregate over its grain, or a column of the profile. */
    @FunctionalInterface
    public interface Measure {
        Field<?> at(Moment moment);
    }
}

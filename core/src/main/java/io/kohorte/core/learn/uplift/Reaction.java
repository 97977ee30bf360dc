// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;

/** How somebody takes to being treated, as far as a model foresees it. What one person would have done otherwise nobody ever sees. */
public enum Reaction {
    /** Gains at least as much as people do on average: worth treating. */
    PERSUADABLE("persuadable", "Persuadables", "Überzeugbare"),
    /** Moved little, and does it anyway more often than others. */
    SURE_THING("sure-thing", "Sure things", "Sichere"),
    /** Moved little, and hardly does it either way. */
    LOST_CAUSE("lost-cause", "Lost causes", "Verlorene"),
    /** Does it less often when treated: best left alone. */
    SLEEPING_DOG("sleeping-dog", "Sleeping dogs", "Schlafende Hunde");

    private final String wireName;
    private final String english;
    private final String german;

    Reaction(String wireName, String english, String german) {
        this.wireName = wireName;
        this.english = english;
        this.german = german;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public Wording label() {
        return new Wording(english, german);
    }

    /**
     * @param uplift foreseen of this person
     * @param untreated foreseen probability without treatment
     * @param usualUplift over all people
     * @param usualRate of the held out
     */
    static Reaction of(double uplift, double untreated, double usualUplift, double usualRate) {
        if (uplift < 0) {
            return SLEEPING_DOG;
        }
        if (uplift > 0 && uplift >= usualUplift) {
            return PERSUADABLE;
        }
        return untreated >= usualRate ? SURE_THING : LOST_CAUSE;
    }
}

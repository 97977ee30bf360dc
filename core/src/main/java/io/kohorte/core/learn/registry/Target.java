// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;

/**
 * What a prediction foresees: the event within so many days, or with {@code negate} its absence (churn); and what a model of customer value
 * counts as a purchase, and how far ahead.
 *
 * @param event name of the event
 */
public record Target(
        @JsonProperty(required = true) String event, @JsonProperty(required = true) int withinDays, boolean negate) {

    /** Throws {@link LearningRefused} where nobody ever did it. */
    void requireSeen(CustomerHistory history) {
        if (!history.eventNames().contains(event)) {
            throw new LearningRefused(
                    "UNKNOWN_EVENT",
                    Numbers.fill(
                            new Wording("The event '%s' has never been seen.", "Das Ereignis „%s“ kam noch nie vor."),
                            new Wording(event, event)));
        }
    }
}

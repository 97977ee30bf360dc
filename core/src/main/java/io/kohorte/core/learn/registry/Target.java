// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Deed;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a model foresees; its keys tell which kind it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(Target.OfEvent.class),
    @JsonSubTypes.Type(Target.OfTrait.class),
    @JsonSubTypes.Type(Target.OfExperiment.class)
})
public sealed interface Target {

    /**
     * The event within so many days, or with {@code negate} its absence (churn); and what a model of customer value counts as a purchase,
     * and how far ahead.
     *
     * @param event name of the event
     * @param category of what it is about, such as that of a cross-sell; any without it
     * @param atLeast money that all of them within the days come to, at least, such as that of an up-sell; any without it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfEvent(
            @JsonProperty(required = true) String event,
            @JsonProperty(required = true) int withinDays,
            boolean negate,
            @Nullable String category,
            @Nullable Double atLeast)
            implements Target {

        /** The event, whatever it is about and for however much. */
        OfEvent(String event, int withinDays, boolean negate) {
            this(event, withinDays, negate, null, null);
        }

        /** What is foreseen, or its absence. */
        Deed deed() {
            return new Deed(event, category, atLeast);
        }

        /** Throws {@link LearningRefused} where nobody ever did it. */
        void requireSeen(CustomerHistory history) {
            if (!history.eventNames().contains(event)) {
                throw new LearningRefused(
                        "UNKNOWN_EVENT",
                        Numbers.fill(
                                new Wording(
                                        "The event '%s' has never been seen.", "Das Ereignis „%s“ kam noch nie vor."),
                                new Wording(event, event)));
            }
        }

        /** Why nothing can be learned from so short a past. */
        LearningRefused historyTooShort(CustomerHistory.Span span, Duration needed) {
            return new LearningRefused(
                    "HISTORY_TOO_SHORT",
                    Numbers.fill(
                            new Wording(
                                    "There are %s days of history; looking %s days ahead needs at least %s.",
                                    "Es gibt %s Tage Historie; um %s Tage vorauszusehen, sind mindestens %s nötig."),
                            Numbers.amount((double)
                                    Duration.between(span.first(), span.last()).toDays()),
                            Numbers.amount((double) withinDays),
                            Numbers.amount((double) needed.toDays())));
        }
    }

    /**
     * That a trait has a value, for customers of whom it is not known yet or may become another.
     *
     * @param value a text, a number or true or false, as the trait is
     */
    record OfTrait(@JsonProperty(required = true) String trait, @JsonProperty(required = true) JsonNode value)
            implements Target {}

    /** What sending changed in an experiment, which says what is counted and within how many days. */
    record OfExperiment(@JsonProperty(required = true) long experiment) implements Target {}
}

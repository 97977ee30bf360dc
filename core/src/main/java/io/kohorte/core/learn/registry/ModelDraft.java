// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.platform.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as a person writes it.
 *
 * @param features absent or empty for those that suit the kind
 * @param clusters how many groups a clustering makes; absent for a vote
 * @param method how a clustering finds groups; absent or {@code automatic} for a vote
 * @param distance by which a clustering tells who is alike; absent for the straight way
 * @param components of a clustering or a prediction: how many replace columns of numbers, or {@code auto}; absent for none
 * @param search of a prediction; absent for learners as usual
 * @param automaticFeatures of a prediction of an event: whether more features are made and selected
 * @param retraining when it learns again besides the schedule; absent for never
 * @param sensitive the trait across which it should treat customers alike
 */
record ModelDraft(
        @Nullable String name,
        @Nullable String kind,
        @Nullable List<@Nullable String> features,
        @Nullable TargetDraft target,
        @Nullable Long segment,
        @Nullable Integer clusters,
        @Nullable String method,
        @Nullable String distance,
        @Nullable Object components,
        @Nullable SearchDraft search,
        @Nullable Boolean automaticFeatures,
        @Nullable Schedule schedule,
        @Nullable RetrainingPolicy retraining,
        @Nullable String sensitive) {

    /** A search before it is checked. */
    record SearchDraft(@Nullable String method, @Nullable Double minutes) {}

    /** A target before it is checked: an event within so many days, of a category and for an amount where these are named, a trait and its value, or an experiment. */
    record TargetDraft(
            @Nullable String event,
            @Nullable Integer withinDays,
            @Nullable Boolean negate,
            @Nullable String category,
            @Nullable Double atLeast,
            @Nullable String trait,
            @Nullable JsonNode value,
            @Nullable Long experiment) {}
}

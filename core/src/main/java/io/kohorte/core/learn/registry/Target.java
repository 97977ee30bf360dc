// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a prediction foresees: the event within so many days, or with {@code negate} its absence (churn).
 *
 * @param event name of the event
 */
public record Target(
        @JsonProperty(required = true) String event, @JsonProperty(required = true) int withinDays, boolean negate) {}

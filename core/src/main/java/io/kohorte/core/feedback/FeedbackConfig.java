// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** How conversions become events that segments and models see. */
@ConfigMapping(prefix = "kohorte.feedback")
public interface FeedbackConfig {

    /**
     * Event name per type of conversion; a type that is not named here gives an event of its own name. {@code none} gives no
     * event, for types that reach us as events from elsewhere too and would count twice.
     */
    Map<String, String> eventNames();

    /** How often destinations that are asked for conversions are asked. */
    @WithDefault("5m")
    String pullEvery();

    /** How long after the start they are asked for the first time. */
    @WithDefault("1m")
    String pullDelayed();

    /** How often destinations are asked for figures of their campaigns. */
    @WithDefault("6h")
    String campaignsEvery();

    /** How long after the start they are asked for the first time. */
    @WithDefault("2m")
    String campaignsDelayed();

    /** Empty when this type of conversion gives no event. */
    default Optional<String> eventName(String type) {
        return Optional.of(eventNames().getOrDefault(type, type)).filter(name -> !name.equals("none"));
    }
}

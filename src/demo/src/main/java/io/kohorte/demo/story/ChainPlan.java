// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.story.Deliveries.Field;
import java.util.List;
import java.util.Optional;

/**
 * What differs between the demonstration shop and a person's own files.
 *
 * @param ruleName name of the rule segment, for people
 * @param rule its condition
 * @param event what the prediction foresees
 * @param withinDays how far ahead it looks
 * @param matchKey identifier by which the receiver knows a person
 * @param fields what the receiver gets beside it
 * @param purpose that a member must have allowed
 */
public record ChainPlan(
        String ruleName,
        JsonNode rule,
        String event,
        int withinDays,
        String matchKey,
        List<Field> fields,
        Optional<String> purpose) {}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Parts of answers, read strictly: what is not as it should be is a {@code BAD_RESPONSE}, never a guess. */
final class Answers {

    private Answers() {}

    static JsonNode results(HttpAnswer answer) {
        var results = answer.json().path("results");
        if (!results.isArray()) {
            throw answer.badResponse("without results");
        }
        return results;
    }

    /** HubSpot writes ids as text in some places, as numbers in others. */
    static String id(JsonNode node, HttpAnswer answer) {
        var id = node.asText("");
        if (!id.matches("[0-9]{1,18}")) {
            throw answer.badResponse("without an id");
        }
        return id;
    }

    /** Empty for a property without a value. */
    static Optional<Instant> moment(JsonNode node, HttpAnswer answer) {
        var text = node.isNull() ? "" : node.asText("");
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException unreadable) {
            throw answer.badResponse("with a time that cannot be read");
        }
    }
}

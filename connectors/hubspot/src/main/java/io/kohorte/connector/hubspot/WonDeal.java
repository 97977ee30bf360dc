// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A deal as the search finds it.
 *
 * @param amount zero when nobody entered one
 * @param currency empty in an account with a single one
 */
record WonDeal(long id, BigDecimal amount, Optional<String> currency, Instant wonAt, Instant changedAt) {

    static final List<String> PROPERTIES = List.of("amount", "closedate", "deal_currency_code", "hs_lastmodifieddate");

    /** @throws io.kohorte.spi.ConnectorException {@code BAD_RESPONSE} for a deal that cannot be read whole */
    static WonDeal of(JsonNode result, HttpAnswer answer) {
        var id = result.path("id").asText("");
        if (!id.matches("[0-9]{1,18}")) {
            throw answer.badResponse("with a deal without its id");
        }
        var properties = result.path("properties");
        var changed = moment(properties, "hs_lastmodifieddate", answer)
                .orElseThrow(() -> answer.badResponse("with a deal that does not say when it changed"));
        var closed = moment(properties, "closedate", answer).orElse(changed);
        return new WonDeal(
                Long.parseLong(id),
                amount(properties, answer),
                Optional.of(properties.path("deal_currency_code").asText("")).filter(code -> code.matches("[A-Z]{3}")),
                closed.isAfter(changed) ? changed : closed, // people enter the day on which they hope to win
                changed);
    }

    private static BigDecimal amount(JsonNode properties, HttpAnswer answer) {
        var text = properties.path("amount").asText("");
        if (text.isBlank() || text.equals("null")) {
            return BigDecimal.ZERO;
        }
        if (!text.matches("-?[0-9]{1,18}([.][0-9]{1,18})?")) {
            throw answer.badResponse("with an amount that is no number");
        }
        return new BigDecimal(text);
    }

    private static Optional<Instant> moment(JsonNode properties, String name, HttpAnswer answer) {
        var text = properties.path(name).asText("");
        if (text.isBlank() || text.equals("null")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException unreadable) {
            throw answer.badResponse("with a time that cannot be read");
        }
    }
}

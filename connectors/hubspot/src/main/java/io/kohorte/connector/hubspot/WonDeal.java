// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deal as the search finds it.
 *
 * @param amount zero when nobody entered one
 * @param currency empty in an account with a single one
 */
record WonDeal(long id, BigDecimal amount, Optional<String> currency, Instant wonAt, Instant changedAt)
        implements SearchPlace.Found {

    static final String CHANGED = "hs_lastmodifieddate";

    static final List<String> PROPERTIES = List.of("amount", "closedate", "deal_currency_code", CHANGED);

    /** @throws io.kohorte.spi.ConnectorException {@code BAD_RESPONSE} for a deal that cannot be read whole */
    static WonDeal of(JsonNode result, HttpAnswer answer) {
        var id = Answers.id(result.path("id"), answer);
        var properties = result.path("properties");
        var changed = Answers.moment(properties.path(CHANGED), answer)
                .orElseThrow(() -> answer.badResponse("with a deal that does not say when it changed"));
        var closed = Answers.moment(properties.path("closedate"), answer).orElse(changed);
        return new WonDeal(
                Long.parseLong(id),
                amount(properties, answer),
                Optional.of(properties.path("deal_currency_code").asText("")).filter(code -> code.matches("[A-Z]{3}")),
                closed.isAfter(changed) ? changed : closed, // people enter the day on which they hope to win
                changed);
    }

    private static BigDecimal amount(JsonNode properties, HttpAnswer answer) {
        var amount = properties.path("amount");
        var text = amount.isNull() ? "" : amount.asText("");
        if (text.isBlank()) {
            return BigDecimal.ZERO;
        }
        if (!text.matches("-?[0-9]{1,18}([.][0-9]{1,18})?")) {
            throw answer.badResponse("with an amount that is no number");
        }
        return new BigDecimal(text);
    }
}

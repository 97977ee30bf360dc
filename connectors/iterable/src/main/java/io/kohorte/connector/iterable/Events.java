// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.identity.Hash;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * What an event of Iterable means, wherever it comes from.
 *
 * @param namespace in which user ids are known to us
 * @param currency of purchases: Iterable knows none
 */
record Events(String namespace, String currency) {

    /** Whether this event is one we understand. */
    static Optional<String> type(String eventName, JsonNode data) {
        return switch (eventName.toLowerCase(Locale.ROOT)) { // Iterable is not of one mind about capitals
            case "emailsend", "blastsend", "triggeredsend", "emailblastsend", "emailtriggeredsend" ->
                Optional.of("email.sent");
            case "emaildelivered" -> Optional.of("email.delivered");
            case "emailopen" -> Optional.of("email.opened");
            case "emailclick" -> Optional.of("email.clicked");
            case "emailbounce" -> Optional.of("email.bounced");
            case "emailcomplaint" -> Optional.of("email.complained");
            case "emailunsubscribe" -> leftAListOnly(data) ? Optional.empty() : Optional.of(Conversion.UNSUBSCRIBED);
            case "purchase" -> Optional.of("purchase");
            default -> Optional.empty();
        };
    }

    /** Our own removals from a list are told as unsubscribes, too: such a one names lists, and neither channel nor type. */
    private static boolean leftAListOnly(JsonNode data) {
        return !data.path("emailListIds").isEmpty()
                && data.path("channelIds").isEmpty()
                && data.path("messageTypeIds").isEmpty();
    }

    /** Empty for somebody whom Iterable does not name. */
    Optional<SubjectKeys> subject(JsonNode event) {
        var identifiers = new LinkedHashMap<String, String>();
        var email = event.path("email").asText("");
        var userId = event.path("userId").asText("");
        if (!email.isBlank() && !email.endsWith("@placeholder.email")) { // stands in for users known by id alone
            identifiers.put("email", email);
        }
        if (!userId.isBlank()) {
            identifiers.put(namespace, userId);
        }
        return identifiers.isEmpty() ? Optional.empty() : Optional.of(new SubjectKeys("", identifiers));
    }

    /** Events have no id of their own; the hash is the same by webhook and in an export, and names nobody. */
    Conversion conversion(String type, SubjectKeys subject, JsonNode data, Instant at) {
        var value = data.path("total");
        var worth = type.equals("purchase") && value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
        var what = String.join(
                "|",
                type,
                data.path("messageId").asText(""),
                data.path("campaignId").asText(""),
                type.equals("purchase") ? data.path("id").asText("") : "",
                type.equals("email.clicked") ? data.path("url").asText("") : "",
                at.toString(),
                String.join(",", subject.identifiers().values()));
        return new Conversion(Hash.SHA256_HEX.of(what), subject, type, at, worth, worth.signum() == 0 ? "" : currency);
    }
}

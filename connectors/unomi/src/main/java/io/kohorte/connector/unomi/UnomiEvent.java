// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** One event of a page. What it lacks that no event lacks makes the page unreadable, so that nothing is lost. */
record UnomiEvent(JsonNode event, HttpAnswer answer, UnomiSettings settings) {

    String profileId() {
        return event.path("profileId").asText("");
    }

    /** Empty for a consent that was given, or is not the one to e-mail. */
    Optional<Conversion> conversion(SubjectKeys subject) {
        var type = event.path("eventType");
        if (!type.isTextual() || type.asText().isBlank()) {
            throw answer.badResponse("with an event that has no type");
        }
        var chosen = settings.conversionEvents().get(type.asText());
        if (chosen != null) {
            return Optional.of(of(chosen, subject));
        }
        return switch (type.asText()) {
            case "goal" -> Optional.of(of("goal.reached", subject));
            case "modifyConsent" -> takenBack() ? Optional.of(of(Conversion.UNSUBSCRIBED, subject)) : Optional.empty();
            default -> throw answer.badResponse("with an event of a type that nobody asked for");
        };
    }

    private boolean takenBack() {
        var consent = event.at("/properties/consent");
        var status = consent.path("status").asText("");
        return consent.path("typeIdentifier")
                        .asText("")
                        .equals(settings.consentTypes().get("email"))
                && (status.equals("DENIED") || status.equals("REVOKED"));
    }

    private Conversion of(String type, SubjectKeys subject) {
        var value = Json.amount(event.path("properties").path(settings.valueProperty()))
                .orElse(BigDecimal.ZERO);
        return new Conversion(
                event.path("itemId").asText(),
                subject,
                type,
                Events.moment(event, answer),
                value,
                value.signum() == 0 ? "" : currency());
    }

    private String currency() {
        var currency = event.path("properties")
                .path(settings.currencyProperty())
                .asText("")
                .strip()
                .toUpperCase(Locale.ROOT);
        return currency.matches("[A-Z]{3}") ? currency : settings.currency();
    }

    /** Without the event, which is personal data. */
    @Override
    public String toString() {
        return "event";
    }
}

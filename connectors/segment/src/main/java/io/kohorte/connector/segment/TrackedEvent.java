// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One event as both vendors pass it on. Names are those of Segment's e-commerce and e-mail specifications, whose currency
 * is the dollar unless the event says otherwise. A mistake names its place, not its value.
 */
final class TrackedEvent {

    private static final Map<String, String> KNOWN = Map.of(
            "order completed", "purchase",
            "email sent", "email.sent",
            "email delivered", "email.delivered",
            "email opened", "email.opened",
            "email link clicked", "email.clicked",
            "email bounced", "email.bounced",
            "email marked as spam", "email.complained",
            "unsubscribed", Conversion.UNSUBSCRIBED);

    private static final int LONGEST_TEXT = 400;

    private final JsonNode json;
    private final String pointer;
    private final TrackingSettings settings;

    TrackedEvent(JsonNode json, String pointer, TrackingSettings settings) {
        this.json = json;
        this.pointer = pointer;
        this.settings = settings;
    }

    /** Empty for what is no conversion: page views, traits, our own events, names that nobody listed. */
    Optional<Conversion> conversion(Instant receivedAt) {
        if (!json.isObject()) {
            throw invalid("", "An event is an object.");
        }
        return json.path("type").asText().equals("track")
                ? type().map(type -> conversion(type, receivedAt))
                : Optional.empty();
    }

    private Optional<String> type() {
        var name = json.path("event").asText("").strip();
        return settings.conversionEvents().entrySet().stream()
                .filter(listed -> listed.getKey().strip().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(KNOWN.get(name.toLowerCase(Locale.ROOT))));
    }

    private Conversion conversion(String type, Instant receivedAt) {
        var value = value();
        return new Conversion(
                text("messageId").orElseThrow(() -> invalid("/messageId", "An event has a message id.")),
                subject(),
                type,
                occurredAt().orElse(receivedAt),
                value,
                value.signum() == 0 ? "" : currency());
    }

    private SubjectKeys subject() {
        var identifiers = new LinkedHashMap<String, String>();
        text("userId").ifPresent(id -> identifiers.put(settings.userIdentity(), id));
        text("anonymousId").ifPresent(id -> identifiers.put("anonymous_id", id));
        Stream.of("/context/traits/email", "/traits/email", "/properties/email")
                .map(json::at)
                .filter(node -> node.isTextual() && !node.asText().isBlank())
                .filter(node -> node.asText().length() <= LONGEST_TEXT)
                .findFirst()
                .ifPresent(
                        email -> identifiers.putIfAbsent("email", email.asText().strip()));
        if (identifiers.isEmpty()) {
            throw invalid("/userId", "An event names a person.");
        }
        return new SubjectKeys("", identifiers);
    }

    private BigDecimal value() {
        return Stream.of("revenue", "total", "value")
                .map(name -> json.path("properties").path(name))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .findFirst()
                .map(node -> Json.amount(node)
                        .orElseThrow(() -> invalid(
                                "/properties", "A value is a number of at most 18 digits before and after the point.")))
                .orElse(BigDecimal.ZERO);
    }

    private String currency() {
        var currency = json.at("/properties/currency").asText("").strip().toUpperCase(Locale.ROOT);
        return currency.matches("[A-Z]{3}") ? currency : settings.currency();
    }

    private Optional<Instant> occurredAt() {
        return Stream.of("timestamp", "originalTimestamp")
                .map(name -> json.path(name).asText(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(text -> {
                    try {
                        return OffsetDateTime.parse(text).toInstant();
                    } catch (DateTimeParseException unreadable) {
                        throw invalid("/timestamp", "A moment looks like 2026-11-21T20:26:10Z.");
                    }
                });
    }

    private Optional<String> text(String name) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if ((!node.isTextual() && !node.isIntegralNumber()) || node.asText().length() > LONGEST_TEXT) {
            throw invalid("/" + name, "This is a text of at most " + LONGEST_TEXT + " characters.");
        }
        return Optional.of(node.asText().strip()).filter(text -> !text.isEmpty());
    }

    private ConnectorException invalid(String below, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(pointer + below));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * One conversion by the template of the guide. Tealium fills what a visitor lacks with nothing, so empty texts are
 * absent. A mistake names its place, not its value.
 */
record TemplateJson(JsonNode json, String pointer) {

    private static final int LONGEST_TEXT = 400;

    Conversion read(Instant receivedAt) {
        if (!json.isObject()) {
            throw invalid("", "A conversion is an object.");
        }
        var value = value();
        var currency = text("currency").orElse("").toUpperCase(Locale.ROOT);
        if (value.signum() != 0 && !currency.matches("[A-Z]{3}")) {
            throw invalid("/currency", "A value needs its currency, which has three letters, such as EUR.");
        }
        return new Conversion(
                text("id").orElseThrow(() -> invalid("/id", "A conversion has an id.")),
                subject(),
                text("type")
                        .filter(type -> type.matches("[a-z][a-z0-9_.-]{0,99}"))
                        .orElseThrow(() -> invalid("/type", "What happened is missing, or no word like purchase.")),
                text("occurredAt").map(this::moment).orElse(receivedAt),
                value,
                value.signum() == 0 ? "" : currency);
    }

    private SubjectKeys subject() {
        var identifiers = new LinkedHashMap<String, String>();
        json.path("identifiers").properties().forEach(identifier -> {
            var value = identifier.getValue();
            if ((value.isTextual() || value.isIntegralNumber())
                    && !value.asText().isBlank()
                    && value.asText().length() <= LONGEST_TEXT) {
                identifiers.put(identifier.getKey(), value.asText().strip());
            }
        });
        if (identifiers.isEmpty()) {
            throw invalid("/identifiers", "A conversion names a person.");
        }
        return new SubjectKeys("", identifiers);
    }

    private BigDecimal value() {
        var node = json.path("value");
        if (node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isBlank())) {
            return BigDecimal.ZERO;
        }
        return Json.amount(node)
                .orElseThrow(() ->
                        invalid("/value", "A value is a number of at most 18 digits before and after the point."));
    }

    /** ISO 8601, or Tealium's milliseconds since 1970. */
    private Instant moment(String text) {
        try {
            return text.matches("[0-9]{10,14}")
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw invalid("/occurredAt", "A moment looks like 2026-11-21T20:26:10Z.");
        }
    }

    private Optional<String> text(String name) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if ((!node.isTextual() && !node.isIntegralNumber()) || node.asText().length() > LONGEST_TEXT) {
            throw invalid("/" + name, "This is a text of at most " + LONGEST_TEXT + " characters.");
        }
        return Optional.of(node.asText().strip()).filter(given -> !given.isEmpty());
    }

    private ConnectorException invalid(String below, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(pointer + below));
    }

    /** Without the conversion, which is personal data. */
    @Override
    public String toString() {
        return "conversion";
    }
}

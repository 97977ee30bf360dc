// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * One conversion as receivers of ours write it, for destinations that have no words of their own: {@code conversionType},
 * {@code profileId} or {@code identifiers}, and where there are any {@code occurredAt}, {@code value}, {@code currency}, {@code
 * externalId}. A mistake names its place, not its value.
 */
public final class ConversionJson {

    private static final int LONGEST_TEXT = 200;

    /** Digits on either side of the point; a value beyond is a mistake or malice. */
    private static final int MOST_DIGITS = 18;

    private final JsonNode json;
    private final String pointer;

    /** @param pointer where the conversion stands in what came in; empty text when it is all of it */
    public ConversionJson(JsonNode json, String pointer) {
        this.json = json;
        this.pointer = pointer;
    }

    /**
     * @param messageId tells the event apart when it has no id of its own
     * @param sentAt when it happened, unless it says
     * @throws ConnectorException {@code FIELD_INVALID} at a JSON Pointer
     */
    public Conversion read(String messageId, Instant sentAt) {
        if (!json.isObject()) {
            throw invalid(pointer, "A conversion is an object.");
        }
        var value = value();
        var currency = text("currency").orElse("");
        if (!currency.isEmpty() && !currency.matches("[A-Z]{3}")) {
            throw invalid(pointer + "/currency", "A currency has three letters, such as EUR.");
        }
        if (currency.isEmpty() && value.signum() != 0) {
            throw invalid(pointer + "/currency", "A value needs its currency.");
        }
        return new Conversion(
                text("externalId").orElse(messageId),
                subject(),
                text("conversionType")
                        .orElseThrow(() -> invalid(pointer + "/conversionType", "What happened is missing.")),
                moment(json.path("occurredAt"), pointer + "/occurredAt").orElse(sentAt),
                value,
                currency);
    }

    private SubjectKeys subject() {
        var identifiers = new LinkedHashMap<String, String>();
        var given = json.path("identifiers");
        if (!given.isMissingNode() && !given.isObject()) {
            throw invalid(pointer + "/identifiers", "Identifiers are an object of texts.");
        }
        for (var identifier : given.properties()) {
            if (!identifier.getValue().isTextual()
                    || identifier.getValue().asText().length() > 2 * LONGEST_TEXT) {
                throw invalid(pointer + "/identifiers", "Identifiers are an object of texts.");
            }
            identifiers.put(identifier.getKey(), identifier.getValue().asText());
        }
        var profile = text("profileId").orElse("");
        if (profile.isEmpty() && identifiers.values().stream().allMatch(String::isBlank)) {
            throw invalid(pointer, "A conversion needs a profileId or identifiers.");
        }
        return new SubjectKeys(profile, identifiers);
    }

    private BigDecimal value() {
        var value = json.path("value");
        if (value.isMissingNode() || value.isNull()) {
            return BigDecimal.ZERO;
        }
        if (value.isNumber() || (value.isTextual() && value.asText().matches("-?[0-9]{1,18}([.][0-9]{1,18})?"))) {
            var number = value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
            if (number.scale() <= MOST_DIGITS && (long) number.precision() - number.scale() <= MOST_DIGITS) {
                return number;
            }
        }
        throw invalid(pointer + "/value", "A value is a number of at most 18 digits before and after the point.");
    }

    private Optional<String> text(String name) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if ((!node.isTextual() && !node.isIntegralNumber()) || node.asText().length() > LONGEST_TEXT) {
            throw invalid(pointer + "/" + name, "This is a text of at most " + LONGEST_TEXT + " characters.");
        }
        return Optional.of(node.asText().strip()).filter(text -> !text.isEmpty());
    }

    /** @throws ConnectorException {@code FIELD_INVALID} unless the body of the call is exactly one JSON value */
    public static JsonNode body(InboundCall call) {
        return Json.read(call.body()).orElseThrow(() -> invalid("", "The body is no JSON."));
    }

    /**
     * A member that has to be there.
     *
     * @throws ConnectorException {@code FIELD_INVALID} unless it is a text of at most 400 characters with something in it
     */
    public static String text(JsonNode object, String name) {
        var text = object.path(name).asText().strip();
        if (!object.path(name).isTextual() || text.isEmpty() || text.length() > 2 * LONGEST_TEXT) {
            throw invalid("/" + name, "Here belongs a text of at most " + 2 * LONGEST_TEXT + " characters.");
        }
        return text;
    }

    /** @throws ConnectorException {@code FIELD_INVALID} where there is a text that is no moment */
    public static Optional<Instant> moment(JsonNode node, String at) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(node.asText()).toInstant());
        } catch (DateTimeParseException unreadable) {
            throw invalid(at, "A moment looks like 2026-11-21T20:26:10Z.");
        }
    }

    /** @param at JSON Pointer of what is wrong */
    public static ConnectorException invalid(String at, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(at));
    }
}

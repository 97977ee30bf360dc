// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event that a webhook step of a campaign or Canvas posts: one JSON object, which the template on the guide page writes.
 * A mistake names its place, not its value.
 */
final class PushedEvent {

    private static final int LONGEST_TEXT = 400;

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,30}([.][a-z0-9_]{1,30}){0,3}");
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,18}([.][0-9]{1,18})?");

    private final Optional<LiquidSignature> signature;
    private final String externalIdNamespace;

    PushedEvent(Optional<Secret> secret, String externalIdNamespace) {
        this.signature = secret.map(LiquidSignature::new);
        this.externalIdNamespace = externalIdNamespace;
    }

    Conversion read(InboundCall call) {
        var signedAt = signature
                .flatMap(known -> known.verify(call))
                .orElseThrow(() -> new ConnectorException(Problem.of(
                        ProblemCode.CREDENTIALS_REJECTED,
                        "The signature of the message is wrong, the message too old, or no secret is set.")));
        var event = Json.read(call.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> invalid("", "The body is no JSON object."));
        var type = required(event, "type");
        if (!TYPE.matcher(type).matches()) {
            throw invalid("/type", "A type is lower-case words with dots, such as campaign.responded.");
        }
        var value = value(event);
        var currency = text(event, "currency").orElse("");
        if (value.signum() != 0 && !currency.matches("[A-Z]{3}")) {
            throw invalid("/currency", "A value needs its currency, three letters such as EUR.");
        }
        return new Conversion(
                required(event, "id"),
                subject(event),
                type,
                text(event, "occurred_at").map(PushedEvent::moment).orElse(signedAt),
                value,
                value.signum() == 0 ? "" : currency);
    }

    private SubjectKeys subject(JsonNode event) {
        var identifiers = new LinkedHashMap<String, String>();
        text(event, "external_id").ifPresent(id -> identifiers.put(externalIdNamespace, id));
        for (var namespace : List.of("braze_id", "email", "phone")) {
            text(event, namespace).ifPresent(id -> identifiers.put(namespace, id));
        }
        if (identifiers.isEmpty()) {
            throw invalid("/external_id", "An event says who: an external_id, a braze_id, an email or a phone.");
        }
        return new SubjectKeys("", identifiers);
    }

    private static BigDecimal value(JsonNode event) {
        return text(event, "value")
                .map(text -> {
                    if (!AMOUNT.matcher(text).matches()) {
                        throw invalid("/value", "A value is a number of at most 18 digits on either side.");
                    }
                    return new BigDecimal(text);
                })
                .orElse(BigDecimal.ZERO);
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unreadable) {
            throw invalid("/occurred_at", "A moment looks like 2026-11-21T20:26:10Z.");
        }
    }

    private static String required(JsonNode event, String name) {
        return text(event, name).orElseThrow(() -> invalid("/" + name, "An event needs this member."));
    }

    /** Liquid writes an attribute that a user lacks as an empty text. */
    private static Optional<String> text(JsonNode event, String name) {
        var node = event.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() && !node.isNumber()) {
            throw invalid("/" + name, "This is a text or a number.");
        }
        var text = node.isTextual() ? node.asText().strip() : plain(node.decimalValue(), name);
        if (text.length() > LONGEST_TEXT) {
            throw invalid("/" + name, "This is a text of at most " + LONGEST_TEXT + " characters.");
        }
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    /** An absurd exponent would become an absurd text. */
    private static String plain(BigDecimal number, String name) {
        if (Math.abs((long) number.scale()) > LONGEST_TEXT || number.precision() > LONGEST_TEXT) {
            throw invalid("/" + name, "This number is too long.");
        }
        return number.toPlainString();
    }

    private static ConnectorException invalid(String at, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(at));
    }
}

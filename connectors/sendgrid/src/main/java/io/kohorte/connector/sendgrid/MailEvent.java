// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One event. A message put off is none yet, and an open by a machine (the privacy protection of mail programs) is nobody's.
 *
 * @param pointer where it stands in the call
 */
record MailEvent(JsonNode json, String pointer, Instant receivedAt) {

    List<Conversion> conversions() {
        return types().stream().map(this::conversion).toList();
    }

    /** A complaint ends the consent to e-mail as an unsubscription does; leaving one group of mailings does not. */
    private List<String> types() {
        return switch (text("event")) {
            case "processed" -> List.of("email.sent");
            case "delivered" -> List.of("email.delivered");
            case "open" -> json.path("sg_machine_open").asBoolean(false) ? List.of() : List.of("email.opened");
            case "click" -> List.of("email.clicked");
            case "bounce" -> List.of("email.bounced");
            case "dropped" -> List.of("email.dropped");
            case "spamreport" -> List.of("email.complained", Conversion.UNSUBSCRIBED);
            case "unsubscribe" -> List.of(Conversion.UNSUBSCRIBED);
            case "group_unsubscribe" -> List.of("email.group_unsubscribed");
            case "group_resubscribe" -> List.of("email.group_resubscribed");
            default -> List.of();
        };
    }

    private Conversion conversion(String type) {
        return new Conversion(
                text("sg_event_id") + "-" + type,
                new SubjectKeys("", Map.of("email", text("email"))),
                type,
                occurredAt(),
                BigDecimal.ZERO,
                "");
    }

    private Instant occurredAt() {
        var seconds = json.path("timestamp");
        if (seconds.isMissingNode()) {
            return receivedAt;
        }
        try {
            if (seconds.isIntegralNumber() && seconds.canConvertToLong()) {
                return Instant.ofEpochSecond(seconds.longValue());
            }
        } catch (DateTimeException beyondAllTimes) {
            // said below
        }
        throw invalid(pointer + "/timestamp", "A time is in seconds since 1970.");
    }

    private String text(String field) {
        var value = json.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw invalid(pointer + "/" + field, "An event names its " + field + ".");
        }
        return value.asText();
    }

    static ConnectorException invalid(String pointer, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(pointer));
    }

    /** Personal data stays out of texts. */
    @Override
    public String toString() {
        return "event at " + pointer;
    }
}

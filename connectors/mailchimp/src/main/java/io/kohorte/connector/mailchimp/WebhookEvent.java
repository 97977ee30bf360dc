// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.identity.Hash;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One call of a webhook. Profile changes, new addresses and sent campaigns say nothing of what people think of us. */
record WebhookEvent(Form form, Instant receivedAt) {

    private static final DateTimeFormatter FIRED_AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** A complaint ends the consent to e-mail as an unsubscription does. */
    private static final List<String> COMPLAINT = List.of("email.complained", Conversion.UNSUBSCRIBED);

    List<Conversion> conversions() {
        var type = form.value("type").orElseThrow(() -> Form.invalid("/type", "A call names its type."));
        return types(type).map(this::conversion).toList();
    }

    private Stream<String> types(String type) {
        var abuse = form.data("reason").orElse("").equals("abuse");
        return switch (type) {
            case "subscribe" -> Stream.of("email.subscribed");
            case "unsubscribe" -> {
                if (form.data("action").orElse("").equals("delete")) {
                    yield Stream.of("contact.removed");
                }
                yield abuse ? COMPLAINT.stream() : Stream.of(Conversion.UNSUBSCRIBED);
            }
            case "cleaned" -> abuse ? COMPLAINT.stream() : Stream.of("email.bounced");
            default -> Stream.empty();
        };
    }

    private Conversion conversion(String type) {
        var email = form.data("email").orElseThrow(() -> Form.invalid("/data/email", "A call names the address."));
        var who = form.data("id").orElseGet(() -> Hash.MD5_HEX.of(email.strip().toLowerCase(Locale.ROOT)));
        return new Conversion(
                type + "-" + who + "-" + form.value("fired_at").orElse(""),
                new SubjectKeys("", Map.of("email", email)),
                type,
                firedAt(),
                BigDecimal.ZERO,
                "");
    }

    private Instant firedAt() {
        try {
            return LocalDateTime.parse(form.value("fired_at").orElse(""), FIRED_AT)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException notSaid) {
            return receivedAt;
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Iterable writes {@code 2026-11-20 10:00:00 +00:00}, in some places ISO 8601 or milliseconds since 1970. */
final class Times {

    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSS] xxx", Locale.ROOT);

    private Times() {}

    static String text(Instant moment) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT)
                .format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Empty for what is no time. */
    static Optional<Instant> read(String text) {
        if (text.matches("[0-9]{12,14}")) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        return parsed(text, WITH_OFFSET).or(() -> parsed(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    }

    private static Optional<Instant> parsed(String text, DateTimeFormatter form) {
        try {
            return Optional.of(OffsetDateTime.parse(text, form).toInstant());
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}

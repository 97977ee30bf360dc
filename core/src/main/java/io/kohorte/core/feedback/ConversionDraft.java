// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversion as it is sent by other ways than a destination's.
 *
 * @param remoteId the sender's id: the same conversion sent again is a duplicate
 * @param profile our number of the person, where the sender knows it
 * @param at ISO 8601 with an offset
 * @param currency ISO 4217, where there is a value
 */
record ConversionDraft(
        @Nullable String remoteId,
        @Nullable Integer profile,
        @Nullable Map<String, String> identifiers,
        @Nullable String type,
        @Nullable String at,
        @Nullable BigDecimal value,
        @Nullable String currency) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final int LONGEST_ID = 500;
    private static final int LONGEST_TYPE = 200;
    private static final int MOST_DIGITS = 18;

    /** What keeps a row from being taken. */
    record Fault(String field, String code, String detail) {}

    /** The first thing wrong with it; empty when it can be taken. */
    Optional<Fault> fault(Clock clock) {
        if (remoteId == null || remoteId.isBlank() || remoteId.length() > LONGEST_ID) {
            return Optional.of(new Fault("remoteId", "INVALID_ID", "A conversion has an id of 1 to 500 characters."));
        }
        if (type == null || type.isBlank() || type.length() > LONGEST_TYPE) {
            return Optional.of(new Fault("type", "INVALID_TYPE", "A conversion has a type of 1 to 200 characters."));
        }
        if (moment().isEmpty()) {
            return Optional.of(new Fault(
                    "at", "INVALID_TIME", "The time is ISO 8601 with an offset, such as 2026-11-21T08:00:00Z."));
        }
        if (moment().get().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            return Optional.of(new Fault("at", "IN_THE_FUTURE", "The time lies in the future."));
        }
        if (value != null && hasTooManyDigits(value)) {
            return Optional.of(new Fault(
                    "value", "INVALID_VALUE", "A value is a number of at most 18 digits before and after the point."));
        }
        if (currency != null
                && !currency.isEmpty()
                && !CURRENCY.matcher(currency).matches()) {
            return Optional.of(
                    new Fault("currency", "INVALID_CURRENCY", "A currency is three capital letters, such as EUR."));
        }
        if (profile == null && Subjects.identities(subject()).isEmpty()) {
            return Optional.of(
                    new Fault("identifiers", "NOBODY", "Name the person by profile or by a usable identifier."));
        }
        return Optional.empty();
    }

    /** Told without writing it out: {@code 1e999999999} is short, and has a billion digits. */
    private static boolean hasTooManyDigits(BigDecimal value) {
        return value.scale() > MOST_DIGITS || (long) value.precision() - value.scale() > MOST_DIGITS;
    }

    /** Only after {@link #fault} found none. */
    Conversion conversion() {
        return new Conversion(
                remoteId == null ? "" : remoteId,
                subject(),
                type == null ? "" : type,
                moment().orElseThrow(),
                value == null ? BigDecimal.ZERO : value,
                currency == null ? "" : currency);
    }

    private SubjectKeys subject() {
        var known = new LinkedHashMap<String, String>();
        if (identifiers != null) {
            identifiers.forEach((namespace, text) -> {
                if (text != null) {
                    known.put(namespace, text);
                }
            });
        }
        return new SubjectKeys(profile == null ? "" : profile.toString(), known);
    }

    private Optional<Instant> moment() {
        try {
            return at == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(at).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

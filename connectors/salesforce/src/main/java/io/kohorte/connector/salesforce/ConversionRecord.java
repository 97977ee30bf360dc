// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** One record of the query, read strictly: every field that was asked for is there, in its form. */
record ConversionRecord(JsonNode json) {

    /** Salesforce writes {@code 2026-11-20T12:00:00.000+0000}. */
    private static final DateTimeFormatter STAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HHMM", "Z")
            .toFormatter(Locale.ROOT);

    String id() {
        return BadAnswer.text(json, "Id");
    }

    /** Zero when nobody entered one. */
    BigDecimal amount() {
        var amount = json.path("Amount");
        if (amount.isNull()) {
            return BigDecimal.ZERO;
        }
        if (!amount.isNumber()) {
            throw BadAnswer.of("without the field Amount");
        }
        return amount.decimalValue();
    }

    String currency() {
        return BadAnswer.text(json, "CurrencyIsoCode");
    }

    /**
     * Empty when the record, or the one it belongs to, has none.
     *
     * @param path perhaps of a related record: {@code Contact.External_Id__c}
     */
    String subject(String path) {
        var node = json;
        for (var part : path.split("\\.", -1)) {
            if (node.isNull()) {
                return "";
            }
            if (!node.has(part)) {
                throw BadAnswer.of("without the field " + path);
            }
            node = node.path(part);
        }
        if (node.isContainerNode()) {
            throw BadAnswer.of("without the field " + path);
        }
        return node.asText("");
    }

    /**
     * The day has no time. Whatever led to it came before its end, and before the latest change: the first hour would make a
     * morning's delivery look as if it had come too late, and the purchase as if it had been known before.
     */
    Instant happenedOn(LocalDate day) {
        var begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        var last = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
        var changed = changedAt();
        return changed.isBefore(begin) ? begin : changed.isAfter(last) ? last : changed;
    }

    Instant changedAt() {
        try {
            return OffsetDateTime.parse(BadAnswer.text(json, "SystemModstamp"), STAMP)
                    .toInstant();
        } catch (DateTimeParseException unreadable) {
            throw BadAnswer.of("with a time that cannot be read");
        }
    }

    LocalDate day(String field) {
        try {
            return LocalDate.parse(BadAnswer.text(json, field));
        } catch (DateTimeParseException unreadable) {
            throw BadAnswer.of("with a date that cannot be read");
        }
    }

    /** Empty for a field that is there and has no value. */
    Optional<LocalDate> optionalDay(String field) {
        return json.path(field).isNull() ? Optional.empty() : Optional.of(day(field));
    }
}

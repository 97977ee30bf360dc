// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.profile.Traits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a row make an event of it.
 *
 * @param name of the event, or the column that holds it
 * @param refund name of the event when the quantity (or, without one, the amount) is below zero
 * @param at column of the moment
 * @param atFormat as in {@code strptime}: {@code %Y%m%d}; absent for ISO 8601
 * @param messageId column with an id of the row, if it has one: the same id is the same event
 * @param unitPrice column; the amount is quantity × unit price
 * @param amount column of the money of the whole row
 * @param properties property → column
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventMapping(
        EventName name,
        @Nullable String refund,
        String at,
        @Nullable String atFormat,
        @Nullable String messageId,
        @Nullable String orderRef,
        @Nullable String item,
        @Nullable String category,
        @Nullable String quantity,
        @Nullable String unitPrice,
        @Nullable String amount,
        Map<String, String> properties) {

    @SuppressWarnings("ConstantValue") // Jackson passes null for what the JSON leaves out
    public EventMapping {
        properties =
                properties == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    @SuppressWarnings("ConstantValue")
    void check(String pointer, List<FieldError> errors) {
        if (name == null) {
            errors.add(new FieldError(
                    pointer + "/name", "EVENT_NAME_REQUIRED", "Name the event, or the column that holds its name."));
        }
        if (at == null || at.isBlank()) {
            errors.add(new FieldError(pointer + "/at", "DATE_REQUIRED", "Name the column that says when it happened."));
        }
        if (atFormat != null) {
            DateFormat.problem(atFormat)
                    .ifPresent(problem -> errors.add(new FieldError(pointer + "/atFormat", "INVALID_FORMAT", problem)));
        }
        if (unitPrice != null && amount != null) {
            errors.add(new FieldError(
                    pointer + "/amount", "AMOUNT_TWICE", "Name the unit price or the amount of the row, not both."));
        }
        properties.keySet().stream()
                .filter(property -> !Traits.isName(property))
                .forEach(property -> errors.add(new FieldError(
                        pointer + "/properties/" + Mapping.escape(property),
                        "INVALID_NAME",
                        "A property has a name of up to 120 visible characters.")));
    }

    /** JSON Pointer below the event → column. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        put(columns, "name/column", name.column());
        put(columns, "at", at);
        put(columns, "messageId", messageId);
        put(columns, "orderRef", orderRef);
        put(columns, "item", item);
        put(columns, "category", category);
        put(columns, "quantity", quantity);
        put(columns, "unitPrice", unitPrice);
        put(columns, "amount", amount);
        properties.forEach((name, column) -> columns.put("properties/" + Mapping.escape(name), column));
        return columns;
    }

    private static void put(Map<String, String> columns, String pointer, @Nullable String column) {
        if (column != null) {
            columns.put(pointer, column);
        }
    }
}

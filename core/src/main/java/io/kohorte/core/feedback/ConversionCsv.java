// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.platform.problem.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conversions from a CSV file with a header: {@code remote_id,type,at,value,currency,profile}; every other column is an
 * identifier by its namespace.
 */
final class ConversionCsv {

    private static final Set<String> KNOWN = Set.of("remote_id", "type", "at", "value", "currency", "profile");

    private ConversionCsv() {}

    /** @param line in the file, from 1 */
    record Line(int line, ConversionDraft draft) {}

    static List<Line> read(String text) {
        var rows = new CsvRows(text).read();
        if (rows.isEmpty() || !rows.get(0).values().containsAll(List.of("remote_id", "type", "at"))) {
            throw ProblemException.of(
                    422,
                    "HEADER_MISSING",
                    "The first line must name the columns, among them remote_id, type and at.",
                    "Add the header line and send the file again.");
        }
        var header = rows.get(0).values();
        var lines = new ArrayList<Line>();
        for (var row : rows.subList(1, rows.size())) {
            lines.add(new Line(row.line(), draft(header, row.values())));
        }
        return lines;
    }

    private static ConversionDraft draft(List<String> header, List<String> values) {
        var named = new LinkedHashMap<String, String>();
        for (var i = 0; i < Math.min(header.size(), values.size()); i++) {
            if (!values.get(i).isBlank()) {
                named.put(header.get(i), values.get(i));
            }
        }
        var identifiers = new LinkedHashMap<>(named);
        identifiers.keySet().removeAll(KNOWN);
        return new ConversionDraft(
                named.get("remote_id"),
                number(named),
                identifiers,
                named.get("type"),
                named.get("at"),
                amount(named),
                named.get("currency"));
    }

    private static @Nullable Integer number(Map<String, String> named) {
        try {
            return named.containsKey("profile") ? Integer.valueOf(named.get("profile")) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal amount(Map<String, String> named) {
        try {
            return named.containsKey("value") ? new BigDecimal(named.get("value")) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

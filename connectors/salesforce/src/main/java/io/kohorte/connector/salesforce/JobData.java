// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Capability;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Records as Bulk API 2.0 reads them (Bulk API guide, "Prepare CSV files"): one line per record under the names of the
 * fields. A field that a record does not name is an empty cell, which leaves it alone; {@code #N/A} clears it. A text that
 * is {@code #N/A}, or nothing but blanks, clears it too: the format cannot say it otherwise.
 */
final class JobData {

    private static final String CLEARS = "#N/A";

    private JobData() {}

    static byte[] csv(Target target, List<Line> lines) {
        var fields = fields(target, lines);
        var text = new StringBuilder(lines.size() * 32 * (fields.size() + 1));
        target.fixed().keySet().forEach(name -> text.append(name).append(','));
        text.append(target.keyColumn());
        fields.forEach(name -> text.append(',').append(name));
        text.append('\n');
        for (var line : lines) {
            for (var value : target.fixed().values()) {
                cell(text, value);
                text.append(',');
            }
            quoted(text, line.key());
            for (var name : fields) {
                text.append(',');
                if (line.values().containsKey(name)) {
                    cell(text, line.values().get(name));
                }
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** In the order in which the lines name them first. */
    private static Set<String> fields(Target target, List<Line> lines) {
        var fields = new LinkedHashSet<String>();
        lines.forEach(line -> fields.addAll(line.values().keySet()));
        fields.remove(target.keyColumn());
        fields.removeAll(target.fixed().keySet());
        return fields;
    }

    private static void cell(StringBuilder csv, FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            if (text.value().isBlank()) {
                csv.append(CLEARS);
            } else {
                quoted(csv, text.value());
            }
        } else if (value instanceof FieldValue.Numeric number) {
            quoted(csv, number.value().toPlainString());
        } else if (value instanceof FieldValue.Flag flag) {
            quoted(csv, Boolean.toString(flag.value()));
        } else if (value instanceof FieldValue.Moment moment) {
            quoted(csv, moment.value().toString());
        } else if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        } else {
            csv.append(CLEARS);
        }
    }

    /** A line break inside must be the one that the job was announced with. */
    private static void quoted(StringBuilder csv, String text) {
        csv.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> csv.append("\"\"");
                case '\r' -> {
                    if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                        csv.append('\n');
                    }
                }
                default -> csv.append(c);
            }
        }
        csv.append('"');
    }
}

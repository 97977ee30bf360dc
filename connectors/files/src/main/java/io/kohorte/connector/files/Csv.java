// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Comma-separated values after RFC 4180.
 *
 * @param formulaSafe whether texts that a spreadsheet would take for a formula get an apostrophe in front
 */
record Csv(char delimiter, boolean formulaSafe) {

    /** Numbers and phone numbers do no harm, and an apostrophe would. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?");

    static Csv of(Settings settings) {
        var delimiter =
                switch (settings.text("delimiter", "comma")) {
                    case "semicolon" -> ';';
                    case "tab" -> '\t';
                    case "pipe" -> '|';
                    default -> ',';
                };
        return new Csv(delimiter, settings.flag("formulaSafe", false));
    }

    void header(StringBuilder text, List<String> names) {
        line(text, names.stream().map(FieldValue::of).map(Optional::of).toList());
    }

    void line(StringBuilder text, List<Optional<FieldValue>> values) {
        for (var i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(delimiter);
            }
            values.get(i).ifPresent(value -> append(text, cell(value)));
        }
        text.append("\r\n");
    }

    private String cell(FieldValue value) {
        if (value instanceof FieldValue.Text written) {
            return safe(written.value());
        }
        if (value instanceof FieldValue.Numeric number) {
            return number.value().toPlainString();
        }
        if (value instanceof FieldValue.Flag flag) {
            return Boolean.toString(flag.value());
        }
        return value instanceof FieldValue.Moment moment ? moment.value().toString() : "";
    }

    private String safe(String text) {
        var formula = !text.isEmpty() && "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20".indexOf(text.charAt(0)) >= 0;
        return formulaSafe && formula && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    private void append(StringBuilder text, String cell) {
        var quoted = cell.chars().anyMatch(c -> c == delimiter || c == '"' || c == '\r' || c == '\n')
                || !cell.equals(cell.strip());
        if (quoted) {
            text.append('"').append(cell.replace("\"", "\"\"")).append('"');
        } else {
            text.append(cell);
        }
    }

    /**
     * Reads lines, the header among them; blank ones are left out.
     *
     * @throws IllegalArgumentException where a quote is not closed, or stands where none may
     */
    List<List<String>> read(String text) {
        var lines = new ArrayList<List<String>>();
        var at = text.startsWith("\ufeff") ? 1 : 0;
        while (at < text.length()) {
            var cells = new ArrayList<String>();
            do {
                at = readCell(text, at, cells);
            } while (at < text.length() && text.charAt(at++) == delimiter);
            if (at > 0 && text.charAt(at - 1) == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                lines.add(List.copyOf(cells));
            }
        }
        return lines;
    }

    /** @return where the cell ends: at a delimiter, a line's end or the end of the text */
    private int readCell(String text, int from, List<String> cells) {
        var at = from;
        if (at < text.length() && text.charAt(at) == '"') {
            var cell = new StringBuilder();
            for (at++; ; at++) {
                if (at >= text.length()) {
                    throw new IllegalArgumentException("a quote is not closed");
                }
                if (text.charAt(at) != '"') {
                    cell.append(text.charAt(at));
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    cell.append('"');
                    at++;
                } else {
                    break;
                }
            }
            at++;
            if (at < text.length() && !ends(text.charAt(at))) {
                throw new IllegalArgumentException("text after a quote");
            }
            cells.add(cell.toString());
            return at;
        }
        while (at < text.length() && !ends(text.charAt(at))) {
            at++;
        }
        cells.add(text.substring(from, at));
        return at;
    }

    private boolean ends(char c) {
        return c == delimiter || c == '\r' || c == '\n';
    }
}

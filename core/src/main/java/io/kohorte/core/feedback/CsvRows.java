// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them: quotes around a value may hold commas, line ends and doubled quotes. */
final class CsvRows {

    private final String text;
    private int at;
    private int line = 1;

    CsvRows(String text) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** @param line where the row begins, from 1 */
    record Row(int line, List<String> values) {}

    /** All rows; empty lines are left out. */
    List<Row> read() {
        var rows = new ArrayList<Row>();
        while (at < text.length()) {
            var begins = line;
            var values = row();
            if (values.size() > 1 || !values.get(0).isBlank()) {
                rows.add(new Row(begins, values));
            }
        }
        return rows;
    }

    private List<String> row() {
        var values = new ArrayList<String>();
        while (true) {
            values.add(text.startsWith("\"", at) ? quoted() : plain());
            if (at >= text.length()) {
                return values;
            }
            var separator = text.charAt(at++);
            if (separator == '\n') {
                line++;
                return values;
            }
        }
    }

    private String plain() {
        var from = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        return text.substring(from, at).strip();
    }

    private String quoted() {
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            var letter = text.charAt(at++);
            if (letter == '"' && !text.startsWith("\"", at)) {
                break;
            }
            if (letter == '"') {
                at++;
            } else if (letter == '\n') {
                line++;
            }
            value.append(letter);
        }
        plain();
        return value.toString();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import java.util.ArrayList;
import java.util.List;

/**
 * What Bulk API 2.0 tells of records: CSV (RFC 4180) under the names of its columns, in any order of lines and columns. Read
 * strictly, since a record that is overlooked would be taken for something it is not.
 */
final class ResultTable {

    private final List<String> columns;
    private final List<List<String>> lines;

    private ResultTable(List<String> columns, List<List<String>> lines) {
        this.columns = columns;
        this.lines = lines;
    }

    static ResultTable read(String csv) {
        var all = new Reader(csv).all();
        if (all.isEmpty()) {
            throw BadAnswer.of("results without the names of their columns");
        }
        var columns = all.get(0);
        var lines = all.subList(1, all.size());
        if (lines.stream().anyMatch(line -> line.size() != columns.size())) {
            throw BadAnswer.of("results of which a line has other columns");
        }
        return new ResultTable(columns, lines);
    }

    int size() {
        return lines.size();
    }

    String cell(int line, String column) {
        var at = columns.indexOf(column);
        if (at < 0) {
            throw BadAnswer.of("results without the column " + column);
        }
        return lines.get(line).get(at);
    }

    /** Everything in a line. */
    List<String> cells(int line) {
        return lines.get(line);
    }

    private static final class Reader {

        private final String csv;
        private int at;

        Reader(String csv) {
            this.csv = csv;
        }

        List<List<String>> all() {
            var lines = new ArrayList<List<String>>();
            while (at < csv.length()) {
                lines.add(line());
            }
            return lines;
        }

        private List<String> line() {
            var cells = new ArrayList<String>();
            cells.add(cell());
            while (at < csv.length() && csv.charAt(at) == ',') {
                at++;
                cells.add(cell());
            }
            if (at < csv.length() && csv.charAt(at) == '\r') {
                at++;
            }
            if (at < csv.length() && csv.charAt(at++) != '\n') {
                throw BadAnswer.of("results that are no CSV");
            }
            return cells;
        }

        private String cell() {
            return at < csv.length() && csv.charAt(at) == '"' ? quoted() : plain();
        }

        private String plain() {
            var from = at;
            while (at < csv.length() && ",\r\n".indexOf(csv.charAt(at)) < 0) {
                at++;
            }
            return csv.substring(from, at);
        }

        private String quoted() {
            var text = new StringBuilder();
            at++;
            while (at < csv.length()) {
                var c = csv.charAt(at++);
                if (c != '"') {
                    text.append(c);
                } else if (at < csv.length() && csv.charAt(at) == '"') {
                    text.append('"');
                    at++;
                } else {
                    return text.toString();
                }
            }
            throw BadAnswer.of("results that are cut off");
        }
    }
}

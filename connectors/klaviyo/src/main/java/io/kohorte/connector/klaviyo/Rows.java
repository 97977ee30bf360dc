// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import java.util.ArrayList;
import java.util.List;

/** Rows of a batch as short text, in their order: {@code 0-4999,5003}. */
final class Rows {

    private Rows() {}

    static String text(List<Integer> rows) {
        var text = new StringBuilder();
        for (var i = 0; i < rows.size(); ) {
            var from = rows.get(i);
            var length = 1;
            while (i + length < rows.size() && rows.get(i + length) == from + length) {
                length++;
            }
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (length > 1) {
                text.append('-').append(from + length - 1);
            }
            i += length;
        }
        return text.toString();
    }

    /** @throws NumberFormatException if this is none of our texts */
    static List<Integer> of(String text) {
        var rows = new ArrayList<Integer>();
        for (var part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            var ends = part.split("-", 2);
            var last = Integer.parseInt(ends[ends.length - 1]);
            for (var row = Integer.parseInt(ends[0]); row <= last; row++) {
                rows.add(row);
            }
        }
        return rows;
    }
}

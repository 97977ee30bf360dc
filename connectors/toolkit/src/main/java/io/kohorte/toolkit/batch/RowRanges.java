// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import java.util.ArrayList;
import java.util.List;

/** Rows of a batch as short text for a ticket, in their order: {@code 0-4999,5003}. */
public final class RowRanges {

    private RowRanges() {}

    public static String text(List<Integer> rows) {
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
    public static List<Integer> of(String text) {
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

// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Rows cut into requests that keep a vendor's limits. */
public final class Chunks {

    private Chunks() {}

    /**
     * Cuts in order; each chunk is as long as the limits allow.
     *
     * @param maxRows at least 1
     * @param maxBytes for the sum of the sizes in a chunk. A row that is larger by itself gets a chunk of its own: the
     *     caller decides beforehand whether such a row may go out
     * @param size bytes of a row, what stands between two rows included
     */
    public static <R> List<List<R>> cut(List<R> rows, int maxRows, long maxBytes, ToIntFunction<R> size) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1: " + maxRows);
        }
        var chunks = new ArrayList<List<R>>();
        var from = 0;
        var bytes = 0L;
        for (var i = 0; i < rows.size(); i++) {
            var rowBytes = size.applyAsInt(rows.get(i));
            if (i > from && (i - from == maxRows || bytes + rowBytes > maxBytes)) {
                chunks.add(rows.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += rowBytes;
        }
        if (from < rows.size()) {
            chunks.add(rows.subList(from, rows.size()));
        }
        return List.copyOf(chunks);
    }
}

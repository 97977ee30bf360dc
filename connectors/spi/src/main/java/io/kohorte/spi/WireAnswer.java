// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;
import java.util.Objects;

/**
 * What came back over the wire, whatever its status.
 *
 * @param rows positions in the batch that the request carried, from 0; empty when it carried none
 * @param status HTTP status, or the number another protocol has for it
 * @param body exact text, empty when there is none
 */
public record WireAnswer(List<Integer> rows, int status, String body) {

    public WireAnswer {
        rows = List.copyOf(rows);
        Objects.requireNonNull(body, "body");
    }

    /** Without the body, which may hold personal data. */
    @Override
    public String toString() {
        return "answer " + status + " (" + rows.size() + " rows)";
    }
}

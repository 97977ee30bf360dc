// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.toolkit.http.HttpAnswer;

/** Meta's word about the rows of a call: {@code {"num_received": 3, "num_invalid_entries": 1}}, in some versions as text. */
final class Receipt {

    private Receipt() {}

    /** Rows that were not received count as refused. */
    static BatchResult.Counted read(HttpAnswer answer, int rows) {
        var json = answer.json();
        var received = number(answer, json, "num_received");
        var invalid = number(answer, json, "num_invalid_entries");
        if (received > rows || invalid > received) {
            throw answer.badResponse("with counts of other rows than were sent");
        }
        return new BatchResult.Counted(received - invalid, rows - received + invalid);
    }

    /** Of an erasure, which in some versions is answered with {@code {"success": true}} alone. */
    static BatchResult.Counted erased(HttpAnswer answer, int rows) {
        return answer.json().path("success").asBoolean(false) ? new BatchResult.Counted(rows, 0) : read(answer, rows);
    }

    private static long number(HttpAnswer answer, JsonNode json, String name) {
        var text = json.path(name).asText();
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw answer.badResponse("without the number " + name);
        }
        return Long.parseLong(text);
    }
}

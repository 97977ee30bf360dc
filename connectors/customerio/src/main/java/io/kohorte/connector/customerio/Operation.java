// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.toolkit.Json;

/**
 * One entry of a batch of the Track API.
 *
 * @param row position in the batch of changes
 * @param json the entry, UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never changed, never compared
record Operation(int row, byte[] json) {

    /** Largest entry that Customer.io takes: 32 kB. */
    static final int LARGEST = 32_000;

    static Operation of(int row, PersonKey key, String action, ObjectNode attributes) {
        var entry = Json.mapper().createObjectNode().put("type", "person");
        entry.putObject("identifiers").put(key.kind().wire, key.value());
        entry.put("action", action);
        if (!attributes.isEmpty()) {
            entry.set("attributes", attributes);
        }
        return new Operation(row, Json.write(entry));
    }

    /** With the comma after it. */
    int size() {
        return json.length + 1;
    }

    boolean tooLarge() {
        return json.length > LARGEST;
    }

    /** Without the person. */
    @Override
    public String toString() {
        return "row " + row;
    }
}

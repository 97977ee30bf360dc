// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.util.Optional;

/**
 * A change that goes out.
 *
 * @param position in the batch
 * @param json what stands for them among the rows of a request; empty where they have a request of their own
 * @param id by which the answer names them; empty text unless it does
 */
record Row(int position, MemberChange change, Operation operation, Scope scope, Optional<JsonNode> json, String id) {

    /** Room it needs in a request for many, the comma included. */
    int bytes() {
        return json.map(node -> Json.write(node).length + 1).orElse(0);
    }

    /** Without the change, which is personal data. */
    @Override
    public String toString() {
        return "row " + position;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The values that a template can place. */
@FunctionalInterface
interface Scope {

    /** Empty when there is none; a JSON {@code null} for a field that is to be cleared. */
    Optional<JsonNode> value(String name);
}

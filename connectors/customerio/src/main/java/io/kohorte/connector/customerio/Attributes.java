// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.util.Map;
import java.util.Set;

/** Attributes of a person, as an {@code identify} takes them. */
final class Attributes {

    /** Update who is there, create nobody. */
    static final String UPDATE_ONLY = "_update";

    /** True for whoever wants no message. */
    static final String UNSUBSCRIBED = "unsubscribed";

    private static final Set<String> NOT_OURS =
            Set.of(UNSUBSCRIBED, "cio_id", "cio_relationships", UPDATE_ONLY, "_timestamp");

    private static final String PREFERENCES = "cio_subscription_preferences";

    private final ObjectNode json = Json.mapper().createObjectNode();

    /** @throws ConnectorException {@code INVALID_SETTING} for a field that says who is subscribed, or steers the interface */
    void put(Map<String, FieldValue> fields) {
        fields.forEach((field, value) -> {
            if (NOT_OURS.contains(field) || field.startsWith(PREFERENCES)) {
                throw new ConnectorException(
                        Problem.of(ProblemCode.INVALID_SETTING, "A mapping cannot write " + field + ".")
                                .at(field));
            }
            put(field, value);
        });
    }

    /**
     * Moments go out in seconds since 1970: segments compare nothing else with dates. Empty text removes an attribute.
     */
    void put(String name, FieldValue value) {
        if (value instanceof FieldValue.Empty) {
            json.put(name, "");
        } else if (value instanceof FieldValue.Moment moment) {
            json.put(name, moment.value().getEpochSecond());
        } else {
            json.set(name, Json.read(Json.write(out -> Json.write(out, value))).orElseThrow());
        }
    }

    ObjectNode json() {
        return json;
    }
}

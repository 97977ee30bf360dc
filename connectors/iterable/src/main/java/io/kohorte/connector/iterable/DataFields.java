// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.Map;
import java.util.Set;

/**
 * Fields of users. Iterable takes the type of a field from the first value it sees, so types are kept; {@code null} clears.
 *
 * @param phones brings {@code phoneNumber} into international form, without which Iterable refuses it
 */
record DataFields(Normaliser phones) {

    /** Who somebody is cannot be changed like a field. */
    private static final Set<String> IDENTITY = Set.of("email", "userId");

    void put(ObjectNode user, Map<String, FieldValue> fields) {
        if (!fields.isEmpty()) {
            var data = user.putObject("dataFields");
            fields.forEach((name, value) -> put(data, checked(name), value));
        }
    }

    void clear(ObjectNode user, Map<String, FieldValue> fields) {
        var data = user.putObject("dataFields");
        fields.keySet().forEach(name -> data.putNull(checked(name)));
    }

    private void put(ObjectNode data, String name, FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            data.put(
                    name,
                    name.equals("phoneNumber") ? phones.normalise(text.value()).orElse(text.value()) : text.value());
        } else if (value instanceof FieldValue.Moment moment) {
            data.put(name, Times.text(moment.value()));
        } else {
            data.set(name, Json.node(value));
        }
    }

    private static String checked(String name) {
        if (IDENTITY.contains(name) || name.isBlank() || name.length() > 255) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "The mapping names a field that Iterable does not take.")
                            .at(name));
        }
        return name;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Bodies of sObject Collections calls. */
final class Records {

    private Records() {}

    static ObjectNode record(String type) {
        var record = Json.mapper().createObjectNode();
        record.putObject("attributes").put("type", type);
        return record;
    }

    /** Adds mapped fields, in mapping order. */
    static void put(ObjectNode record, Map<String, FieldValue> fields) {
        fields.forEach((name, value) -> put(record, name, value));
    }

    static void put(ObjectNode record, String name, FieldValue value) {
        if (!AudienceOptions.isName(name)) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "The mapping names a field that Salesforce cannot have.")
                            .at(name));
        }
        if (value instanceof FieldValue.Text text) {
            record.put(name, text.value());
        } else if (value instanceof FieldValue.Numeric number) {
            record.put(name, number.value());
        } else if (value instanceof FieldValue.Flag flag) {
            record.put(name, flag.value());
        } else if (value instanceof FieldValue.Moment moment) {
            record.put(name, moment.value().toString());
        } else if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        } else {
            record.putNull(name);
        }
    }

    /** One call for all rows; each record stands or falls alone. */
    static HttpCall call(HttpCall.Builder call, List<Integer> rows, IntFunction<ObjectNode> record) {
        var body = Json.mapper().createObjectNode();
        var records = body.put("allOrNone", false).putArray("records");
        rows.forEach(row -> records.add(record.apply(row)));
        return call.json(body).rows(rows).idempotent().build();
    }
}

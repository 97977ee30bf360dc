// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.BadResponse;

/** Answers that are not what was asked for. Guessing what they mean would lose conversions, or leave people behind. */
final class BadAnswer {

    private BadAnswer() {}

    static ConnectorException of(String how) {
        return BadResponse.of("Salesforce", how);
    }

    /** The records of a query's answer, each with an id. */
    static JsonNode records(JsonNode answer) {
        var records = answer.path("records");
        if (!records.isArray()) {
            throw of("a query without records");
        }
        records.forEach(record -> text(record, "Id"));
        return records;
    }

    /** A field that cannot be empty. */
    static String text(JsonNode record, String field) {
        var value = record.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw of("without the field " + field);
        }
        return value.asText();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;

/** Text inside SOQL, and fields of what a query finds. */
final class Soql {

    private Soql() {}

    /** A quoted literal. */
    static String literal(String text) {
        return "'" + escaped(text) + "'";
    }

    /** A quoted pattern for {@code LIKE} that matches texts which end so. */
    static String endingWith(String text) {
        return "'%" + escaped(text).replace("%", "\\%").replace("_", "\\_") + "'";
    }

    /** The field of a record found, perhaps of a related object ({@code Contact.External_Id__c}); empty when it has none. */
    static String field(JsonNode record, String path) {
        var node = record;
        for (var part : path.split("\\.", -1)) {
            node = node.path(part);
        }
        return node.asText("");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("'", "\\'")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}

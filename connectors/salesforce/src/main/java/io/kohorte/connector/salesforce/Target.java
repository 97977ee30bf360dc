// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.FieldValue;
import java.util.Map;

/**
 * Which records a request or a job is about, and what it does with them.
 *
 * @param keyColumn field by which records go: an external id, also of a related record ({@code Contact.External_Id__c}), or
 *     {@link #RECORD_ID}
 * @param fixed the same for all records
 */
record Target(Operation operation, String object, String keyColumn, Map<String, FieldValue> fixed) {

    static final String RECORD_ID = "Id";

    /** By their own ids, which were looked up before. */
    static Target known(Operation operation, String object) {
        return new Target(operation, object, RECORD_ID, Map.of());
    }

    enum Operation {
        UPSERT("upsert"),
        /** Who is there already is what we want. */
        INSERT("insert"),
        /** Of those who were looked up and not there. */
        INSERT_ABSENT("insert"),
        UPDATE("update"),
        DELETE("delete");

        /** As jobs call it. */
        final String wire;

        Operation(String wire) {
            this.wire = wire;
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.FieldValue;
import java.util.Map;

/**
 * What shall become of one record.
 *
 * @param row position in the batch
 * @param key by which the record goes: an external id, or the record's own
 * @param values fields to write, in order
 */
record Line(int row, String key, Map<String, FieldValue> values) {

    /** Stands in previews for the id of a record that only Salesforce knows. */
    static final String UNKNOWN_RECORD = "{recordId}";
}

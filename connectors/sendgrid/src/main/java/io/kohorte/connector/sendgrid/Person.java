// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.FieldValue;
import java.util.Map;

/**
 * Somebody of a batch, by one identifier.
 *
 * @param row position in the batch
 * @param name the identifier as SendGrid compares it
 */
record Person(int row, Identifier identifier, String name, Map<String, FieldValue> fields) {

    /** Personal data stays out of texts. */
    @Override
    public String toString() {
        return "row " + row;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import java.util.List;

/**
 * The events of one change, written once: their length decides where the batch is cut.
 *
 * @param position in the batch
 * @param events JSON objects, in the order in which they happened
 */
record Row(int position, List<byte[]> events) {

    /** Room in a request, with a comma behind each event. */
    int bytes() {
        return events.stream().mapToInt(event -> event.length + 1).sum();
    }

    boolean tooLarge() {
        return events.stream().anyMatch(event -> event.length > Vendor.EVENT_BYTES);
    }

    /** Without the events, which are personal data. */
    @Override
    public String toString() {
        return "row " + position;
    }
}

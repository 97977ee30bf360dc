// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import java.util.List;

/** A part of a batch that goes out together. */
interface Step {

    /** Positions in the batch. */
    List<Integer> rows();

    /** What {@link #run} would send, with placeholders for what an earlier answer decides. */
    List<WireRequest> shown();

    /**
     * Sends it and places the outcome of each of its rows.
     *
     * @throws io.kohorte.spi.ConnectorException when nothing of it was applied
     */
    void run(SalesforceApi api, Outcome[] outcomes);
}

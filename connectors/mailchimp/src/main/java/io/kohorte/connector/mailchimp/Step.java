// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.WireRequest;
import java.util.List;

/** One request on the way of a batch. */
interface Step {

    /** Positions in the batch. */
    List<Integer> rows();

    /** What {@link #run} would send, were nobody refused before. */
    WireRequest shown();

    /**
     * Sends it for those rows that are open still, and notes what came of each.
     *
     * @throws io.kohorte.spi.ConnectorException when nothing of it was applied
     */
    void run(MailchimpApi api, Ledger ledger);
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.WireRequest;
import java.util.List;

/** A part of a batch that goes out together. */
interface Step {

    /** What {@link #run} would send, with placeholders for what an earlier answer decides. */
    List<WireRequest> shown();

    /**
     * Sends it, and tells what became of its rows.
     *
     * @throws io.kohorte.spi.ConnectorException when nothing can be said of those rows that were not told yet
     */
    void run(Progress progress);
}

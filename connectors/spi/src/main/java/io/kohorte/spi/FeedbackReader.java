// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;

/** Conversions and engagement on their way back. */
public interface FeedbackReader {

    /**
     * The next page of conversions, at least once: overlap is welcome, {@link Conversion#remoteId()} removes doubles.
     *
     * @param from {@link Cursor#START}, or the cursor of the page before
     * @param limit largest number of conversions wanted
     * @throws UnsupportedCapabilityException unless {@code FEEDBACK_PULL} is claimed
     */
    FeedbackPage read(Cursor from, int limit);

    /**
     * Reads a call the destination made to us. The connector verifies the signature over the raw bytes itself.
     *
     * @throws ConnectorException {@code CREDENTIALS_REJECTED} when the signature is wrong or too old,
     *     {@code FIELD_INVALID} when the body cannot be read
     * @throws UnsupportedCapabilityException unless {@code FEEDBACK_PUSH} is claimed
     */
    List<Conversion> receive(InboundCall call);
}

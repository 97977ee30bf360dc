// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.LocalDate;
import java.util.List;

/** Conversions and engagement on their way back. What is not overridden refuses by name. */
public interface FeedbackReader {

    /**
     * The next page of conversions, at least once: overlap is welcome, {@link Conversion#remoteId()} removes doubles.
     *
     * @param from {@link Cursor#START}, or the cursor of the page before
     * @param limit largest number of conversions wanted
     * @throws UnsupportedCapabilityException unless {@code FEEDBACK_PULL} is claimed
     */
    default FeedbackPage read(Cursor from, int limit) {
        throw new UnsupportedCapabilityException(Capability.FEEDBACK_PULL);
    }

    /**
     * Reads a call the destination made to us. The connector verifies the signature over the raw bytes itself.
     *
     * @throws ConnectorException {@code CREDENTIALS_REJECTED} when the signature is wrong or too old,
     *     {@code FIELD_INVALID} when the body cannot be read
     * @throws UnsupportedCapabilityException unless {@code FEEDBACK_PUSH} is claimed
     */
    default List<Conversion> receive(InboundCall call) {
        throw new UnsupportedCapabilityException(Capability.FEEDBACK_PUSH);
    }

    /**
     * What the destination counted of its campaigns on these days. Days may be asked for again, since destinations correct
     * their figures for a while; the latest answer counts.
     *
     * @param first and {@code last}, both included
     * @param from {@link Cursor#START}, or the cursor of the page before for the same days
     * @throws UnsupportedCapabilityException unless {@code CAMPAIGN_FIGURES} is claimed
     */
    default CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        throw new UnsupportedCapabilityException(Capability.CAMPAIGN_FIGURES);
    }
}

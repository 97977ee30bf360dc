// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;
import java.util.Objects;

/**
 * A page of conversions.
 *
 * @param next where to go on; equals the cursor given when nothing is new
 * @param more whether a further page waits right now
 */
public record FeedbackPage(List<Conversion> conversions, Cursor next, boolean more) {

    public FeedbackPage {
        conversions = List.copyOf(conversions);
        Objects.requireNonNull(next, "next");
    }
}

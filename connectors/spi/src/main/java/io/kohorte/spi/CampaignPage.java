// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;
import java.util.Objects;

/**
 * A page of figures of campaigns.
 *
 * @param next where to go on within the same days
 * @param more whether a further page waits right now
 */
public record CampaignPage(List<CampaignFigures> figures, Cursor next, boolean more) {

    public CampaignPage {
        figures = List.copyOf(figures);
        Objects.requireNonNull(next, "next");
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Settings;
import java.util.List;

/** Won deals when asked; what happens to contacts by webhook. */
final class HubspotFeedback implements FeedbackReader {

    private final boolean deals;
    private final WonDeals wonDeals;
    private final ContactEvents events;

    HubspotFeedback(HubspotApi api, Settings settings) {
        deals = settings.flag("deals", true);
        wonDeals = new WonDeals(api, settings);
        events = new ContactEvents(settings);
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        return deals ? wonDeals.read(from, limit) : new FeedbackPage(List.of(), from, false);
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        return events.receive(call);
    }
}

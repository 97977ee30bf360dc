// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Settings;
import java.util.List;

/** Won deals and then opt-outs when asked; what happens to contacts by webhook. */
final class HubspotFeedback implements FeedbackReader {

    private final boolean deals;
    private final boolean unsubscribes;
    private final WonDeals wonDeals;
    private final OptOuts optOuts;
    private final ContactEvents events;

    HubspotFeedback(HubspotApi api, Settings settings) {
        deals = settings.flag("deals", true);
        unsubscribes = settings.flag("unsubscribes", true);
        wonDeals = new WonDeals(api, settings);
        optOuts = new OptOuts(api, settings);
        events = new ContactEvents(settings);
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var place = FeedbackPlace.of(from);
        if (deals && (!place.unsubscribes() || !unsubscribes)) {
            var part = wonDeals.read(place.deals(), limit);
            var next = new FeedbackPlace(!part.more() && unsubscribes, part.next(), place.optOuts());
            return new FeedbackPage(part.conversions(), next.cursor(), part.more() || unsubscribes);
        }
        if (unsubscribes) {
            var part = optOuts.read(place.optOuts(), limit);
            var next = new FeedbackPlace(part.more(), place.deals(), part.next());
            return new FeedbackPage(part.conversions(), next.cursor(), part.more());
        }
        return new FeedbackPage(List.of(), from, false);
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        return events.receive(call);
    }
}

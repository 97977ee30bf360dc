// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** The three ways back: addresses that left or bounce are fetched, events of campaigns are pushed, figures are read. */
final class BrazeFeedback implements FeedbackReader {

    private final EmailLists lists;
    private final PushedEvent pushed;
    private final CampaignSeries series;

    BrazeFeedback(BrazeSettings settings, BrazeApi api, Clock clock) {
        lists = new EmailLists(api, clock, settings.feedbackDays());
        pushed = new PushedEvent(settings.webhookSecret(), settings.externalIdNamespace());
        series = new CampaignSeries(api, settings.currency(), settings.canvases());
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        return lists.read(from, limit);
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        return List.of(pushed.read(call));
    }

    @Override
    public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        return series.read(first, last, from);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.util.List;

/** One HubSpot account, seen by one app. */
final class HubspotDestination implements Destination {

    /** A batch is a write of contacts and then one of the list. */
    private static final int CALLS_PER_BATCH = 2;

    private final Settings settings;
    private final HubspotApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    HubspotDestination(Settings settings, ConnectorContext context) {
        this.settings = settings;
        api = new HubspotApi(settings, context);
        limits = new Limits(
                HubspotConnector.ROWS_PER_BATCH,
                HubspotConnector.BYTES_PER_REQUEST,
                Math.max(1, settings.number("requestsPerTenSeconds", 100) / CALLS_PER_BATCH),
                HubspotConnector.WINDOW,
                settings.number("concurrency", 4));
        audiences = new HubspotAudiences(api, settings);
        feedback = new HubspotFeedback(api, settings);
    }

    /** Asks for what the sync will need, lightly, and says which setting to look at. */
    List<SettingProblem> probe() {
        return new Probe(api, settings).problems();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public AudienceWriter audiences() {
        return audiences;
    }

    @Override
    public FeedbackReader feedback() {
        return feedback;
    }

    @Override
    public void close() {
        api.close();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** One ad account. */
final class LinkedInAdsDestination implements Destination {

    private final RestApi api;
    private final Segments segments;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    LinkedInAdsDestination(Settings settings, ConnectorContext context) {
        api = new RestApi(settings, context);
        segments = new Segments(api, settings.text("sourcePlatform"), context);
        limits = new Limits(
                LinkedInAdsConnector.PEOPLE_PER_REQUEST,
                LinkedInAdsConnector.BYTES_PER_REQUEST,
                settings.number("requestsPerMinute", 300),
                Duration.ofMinutes(1),
                settings.number("concurrency", 4));
        audiences = new LinkedInAudiences(api, segments);
        feedback = new Analytics(api);
    }

    /** Reads the account, which proves token and version, then looks for a segment, which needs the Audiences program. */
    void probe() {
        api.expect(api.get("adAccounts/" + api.account()).build());
        segments.find("kohorte-check");
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

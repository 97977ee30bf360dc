// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** One Salesforce organisation, seen by one connected app. */
final class SalesforceDestination implements Destination {

    private final SalesforceApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    SalesforceDestination(Settings settings, ConnectorContext context) {
        api = new SalesforceApi(settings, context);
        limits = new Limits(
                settings.number("rowsPerBatch", 10_000),
                Job.UPLOAD_BYTES,
                settings.number("requestsPerMinute", 600),
                Duration.ofMinutes(1),
                settings.number("concurrency", 4));
        audiences = new SalesforceAudiences(api, settings.number("jobFrom", 2_000));
        feedback = new SalesforceFeedback(api, settings);
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

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** One workspace of Customer.io. */
final class CustomerIoDestination implements Destination {

    private final CustomerIoApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    CustomerIoDestination(Settings settings, ConnectorContext context) {
        api = new CustomerIoApi(settings, context);
        limits = new Limits(
                CustomerIoConnector.PEOPLE_PER_REQUEST,
                CustomerIoConnector.BYTES_PER_REQUEST,
                settings.number("requestsPerMinute", CustomerIoConnector.REQUESTS_PER_MINUTE),
                Duration.ofMinutes(1),
                settings.number("concurrency", CustomerIoConnector.CONCURRENCY));
        audiences = new CustomerIoAudiences(api, settings);
        feedback = new ReportingWebhooks(settings);
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

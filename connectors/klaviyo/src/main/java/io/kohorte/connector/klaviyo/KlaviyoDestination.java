// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** One Klaviyo account, seen by one private key. */
final class KlaviyoDestination implements Destination {

    private final KlaviyoApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    KlaviyoDestination(Settings settings, ConnectorContext context) {
        api = new KlaviyoApi(settings, context);
        limits = new Limits(
                KlaviyoConnector.PROFILES_PER_JOB,
                KlaviyoConnector.BYTES_PER_JOB,
                settings.number("requestsPerMinute", KlaviyoConnector.REQUESTS_PER_MINUTE),
                Duration.ofMinutes(1),
                settings.number("concurrency", KlaviyoConnector.CONCURRENCY));
        audiences = new KlaviyoAudiences(api, settings);
        feedback = new Events(api, settings, context.clock());
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

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** Marketing Campaigns of one account. */
final class SendgridDestination implements Destination {

    private final SendgridApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    SendgridDestination(Settings settings, ConnectorContext context) {
        api = new SendgridApi(settings, context);
        limits = new Limits(
                SendgridConnector.CONTACTS_PER_CALL,
                SendgridConnector.BYTES_PER_CALL,
                settings.number("requestsPerMinute", 60),
                Duration.ofMinutes(1),
                settings.number("concurrency", 2));
        audiences = new SendgridAudiences(api, settings.text("defaultRegion", ""));
        feedback = new MailEvents(settings.optionalText("webhookPublicKey").flatMap(EventSignature::key));
    }

    /** The lightest call that needs the key and its permission for marketing. */
    void probe() {
        api.expect(api.get("/marketing/lists?page_size=1").build());
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

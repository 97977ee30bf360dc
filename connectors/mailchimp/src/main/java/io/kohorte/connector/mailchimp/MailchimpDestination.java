// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** One Mailchimp audience, seen by one API key. */
final class MailchimpDestination implements Destination {

    /** Ours: Mailchimp names no limit, and 500 members with long fields stay below. */
    static final int BYTES_PER_CALL = 4 << 20;

    /** Over all audiences of a user; two of the ten connections are left to other tools. */
    private static final int USUAL_CONCURRENCY = 8;

    /** Fewer are quicker done one by one than a job begins. */
    private static final int USUAL_JOB = 50;

    private final MailchimpApi api;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    MailchimpDestination(Settings settings, ConnectorContext context) {
        api = new MailchimpApi(settings, context);
        limits = new Limits(
                MailchimpConnector.MEMBERS_PER_CALL,
                BYTES_PER_CALL,
                600,
                Duration.ofMinutes(1),
                settings.number("concurrency", USUAL_CONCURRENCY));
        audiences = new MailchimpAudiences(api, settings.number("batchFrom", USUAL_JOB));
        feedback = new MailchimpFeedback(InboundProof.of(settings), new CampaignReports(api));
    }

    /** The lightest call that needs the key, the data centre and the audience. */
    void probe() {
        api.expect(api.get(api.list("/merge-fields?count=1&fields=total_items")).build());
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

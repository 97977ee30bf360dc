// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;

/** One receiver. */
final class WebhookDestination implements Destination {

    private final WebhookSettings settings;
    private final SafeHttp http;
    private final Messages messages;

    WebhookDestination(WebhookSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.http = new SafeHttp(context, HttpBounds.STANDARD.withCall(settings.timeout()));
        this.messages = new Messages(settings, http, context.clock());
    }

    /** A message that changes nothing. */
    void ping() {
        var call = messages.ping();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw Results.STATUSES.refusal(call, answer);
        }
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new WebhookWriter(settings, messages, http);
    }

    @Override
    public FeedbackReader feedback() {
        return new WebhookFeedback(settings);
    }

    @Override
    public void close() {
        http.close();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Signed webhooks after Standard Webhooks, as plain JSON or as CloudEvents. */
public final class WebhookConnector implements ConnectorFactory {

    static final String ID = "webhook";

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Webhook",
            ConnectorDescriptor.Category.WEBHOOK,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.SET_IF_EMPTY,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.PROFILE_IDS,
                    Capability.FEEDBACK_PUSH),
            List.of("email", "external_id", "user_id", "phone", "anonymous_id", "maid"),
            new Limits(1_000, 5 << 20, 600_000, Duration.ofMinutes(1), 64),
            Resource.text(WebhookConnector.class, "settings.json"),
            Resource.text(WebhookConnector.class, "audience.json"),
            List.of("url"),
            "https://www.standardwebhooks.com");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        var webhook = WebhookSettings.of(settings);
        var mistakes = webhook.mistakes();
        if (!mistakes.isEmpty()) {
            return mistakes;
        }
        try (var destination = new WebhookDestination(webhook, context)) {
            destination.ping();
            return List.of();
        } catch (ConnectorException refusal) {
            var pointer =
                    switch (refusal.problem().code()) {
                        case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> "/secret";
                        case RATE_LIMITED, QUOTA_SPENT -> "";
                        default -> "/url";
                    };
            return List.of(new SettingProblem(pointer, refusal.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new WebhookDestination(WebhookSettings.of(settings), context);
    }
}

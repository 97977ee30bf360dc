// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.connector.webhook.WebhookConnector;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The webhook for a receiver that knows people by their e-mail address and by nothing else, as most vendors do. */
public final class AddressedWebhook implements ConnectorFactory {

    static final String ID = "addressed-webhook";

    private final ConnectorFactory webhook = new WebhookConnector();

    static void packInto(Path plugins) throws IOException {
        PluginJar.write(plugins.resolve(ID + ".jar"), AddressedWebhook.class, Claims.class);
    }

    @Override
    public ConnectorDescriptor descriptor() {
        return Claims.of(webhook.descriptor(), ID, "Addressed webhook", Capability.PROFILE_IDS);
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        return webhook.check(settings, context);
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return webhook.open(settings, context);
    }
}

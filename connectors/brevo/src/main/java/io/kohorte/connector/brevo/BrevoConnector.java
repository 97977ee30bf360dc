// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.brevo;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Contacts and lists of Brevo. */
public final class BrevoConnector implements ConnectorFactory {

    static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            "brevo",
            "Brevo",
            ConnectorDescriptor.Category.EMAIL,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH),
            List.of("email"),
            new Limits(10, 1 << 20, 1, Duration.ofSeconds(1), 1), // ten requests a second, and each row is one
            Resource.text(BrevoConnector.class, "settings.schema.json"),
            Resource.text(BrevoConnector.class, "audience.schema.json"),
            List.of("url", "account"),
            "https://developers.brevo.com/reference/create-contact");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        return new BrevoDestination(settings, context).check("/url", "/apiKey", "/folder");
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new BrevoDestination(settings, context);
    }
}

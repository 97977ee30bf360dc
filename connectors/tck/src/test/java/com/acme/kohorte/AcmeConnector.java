// SPDX-License-Identifier: Apache-2.0
package com.acme.kohorte;

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

/** Mailing lists of Acme Mail. */
public final class AcmeConnector implements ConnectorFactory {

    static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            "acme",
            "Acme Mail",
            ConnectorDescriptor.Category.EMAIL,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.FEEDBACK_PUSH),
            List.of("email"),
            new Limits(500, 1 << 20, 10, Duration.ofSeconds(1), 2),
            Resource.text(AcmeConnector.class, "settings.schema.json"),
            Resource.text(AcmeConnector.class, "audience.schema.json"),
            List.of("url"),
            "https://developers.acme.example/lists");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        return new AcmeDestination(settings, context).check("/url", "/apiKey");
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new AcmeDestination(settings, context);
    }
}

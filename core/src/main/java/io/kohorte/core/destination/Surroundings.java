// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.spi.ConnectorContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this installation lends its connectors. */
@Singleton
final class Surroundings implements ConnectorContext {

    private final Clock clock;
    private final KohorteConfig config;
    private final String version;

    Surroundings(
            Clock clock, KohorteConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.clock = clock;
        this.config = config;
        this.version = version;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public boolean privateAddressesAllowed() {
        return config.allowPrivateDestinations();
    }

    @Override
    public String userAgent() {
        return "Kohorte/" + version;
    }
}

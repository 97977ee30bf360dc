// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.WireAnswer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this installation lends its connectors. Nobody listens, unless the destination is opened for someone who does. */
@Singleton
final class Surroundings implements ConnectorContext {

    private final Clock clock;
    private final KohorteConfig config;
    private final String version;
    private final SharedThings shared = new SharedThings();

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

    @Override
    public <T> T shared(Object key, Class<T> type, Supplier<T> first) {
        return shared.of(key, type, first);
    }

    /** The same, for a destination of which every answer is passed on. */
    ConnectorContext with(Consumer<WireAnswer> ear) {
        return new Overheard(this, ear);
    }

    private record Overheard(ConnectorContext all, Consumer<WireAnswer> ear) implements ConnectorContext {

        @Override
        public Clock clock() {
            return all.clock();
        }

        @Override
        public boolean privateAddressesAllowed() {
            return all.privateAddressesAllowed();
        }

        @Override
        public String userAgent() {
            return all.userAgent();
        }

        @Override
        public void heard(WireAnswer answer) {
            ear.accept(answer);
        }

        @Override
        public <T> T shared(Object key, Class<T> type, Supplier<T> first) {
            return all.shared(key, type, first);
        }
    }
}

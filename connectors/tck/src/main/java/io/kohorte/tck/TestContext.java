// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.ConnectorContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * Surroundings for tests of a connector's own, beside its contract test.
 *
 * @param clock the only source of time
 * @param privateAddressesAllowed whether the vendor may live on this machine, as a fake one does
 */
public record TestContext(Clock clock, boolean privateAddressesAllowed) implements ConnectorContext {

    public TestContext {
        Objects.requireNonNull(clock, "clock");
    }

    /** A fake vendor on this machine, and a time that stands still. */
    public static TestContext at(Instant now) {
        return new TestContext(Clock.fixed(now, ZoneOffset.UTC), true);
    }

    @Override
    public String userAgent() {
        return "Kohorte/test";
    }
}

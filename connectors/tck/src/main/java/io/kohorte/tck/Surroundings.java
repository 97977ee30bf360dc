// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.ConnectorContext;
import java.time.Duration;
import java.time.Instant;

/** What the kit lends a connector: a clock that moves only when told to. */
record Surroundings(TestClock clock, boolean privateAddressesAllowed) implements ConnectorContext {

    static final Instant START = Instant.parse("2026-11-21T20:26:10Z");

    Surroundings(boolean privateAddressesAllowed) {
        this(TestClock.at(START), privateAddressesAllowed);
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public String userAgent() {
        return "Kohorte/tck";
    }
}

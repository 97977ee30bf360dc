// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import io.kohorte.spi.ConnectorContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** What a connector is lent, in tests: a clock that stands still, and private addresses allowed or not. */
public record Surroundings(Clock clock, boolean privateAddressesAllowed) implements ConnectorContext {

    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    public static Surroundings open() {
        return new Surroundings(Clock.fixed(NOON, ZoneOffset.UTC), true);
    }

    public static Surroundings guarded() {
        return new Surroundings(Clock.fixed(NOON, ZoneOffset.UTC), false);
    }

    public Surroundings at(Clock other) {
        return new Surroundings(other, privateAddressesAllowed);
    }

    @Override
    public String userAgent() {
        return "Kohorte/test";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.ConnectorContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** What the kit lends a connector: a clock that moves only when told to. */
final class Surroundings extends Clock implements ConnectorContext {

    static final Instant START = Instant.parse("2026-11-21T20:26:10Z");

    private final boolean privateAddressesAllowed;
    private volatile Instant now = START;

    Surroundings(boolean privateAddressesAllowed) {
        this.privateAddressesAllowed = privateAddressesAllowed;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Clock clock() {
        return this;
    }

    @Override
    public boolean privateAddressesAllowed() {
        return privateAddressesAllowed;
    }

    @Override
    public String userAgent() {
        return "Kohorte/tck";
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in UTC that moves only when told to. */
public final class TestClock extends Clock {

    private volatile Instant now;

    private TestClock(Instant now) {
        this.now = now;
    }

    /** Stands at this moment. */
    public static TestClock at(Instant now) {
        return new TestClock(now);
    }

    /** Moves on by so much, or back where it is negative. */
    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** This same clock: moments have no zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

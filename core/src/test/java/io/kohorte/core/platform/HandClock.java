// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands until it is told to move. */
public class HandClock extends Clock {

    private volatile Instant now;

    public HandClock(Instant begin) {
        now = begin;
    }

    public void set(Instant moment) {
        now = moment;
    }

    public void forward(Duration by) {
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

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

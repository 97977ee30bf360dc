// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Duration;

/** Lets time pass. A door of its own so that tests need not wait. */
@FunctionalInterface
public interface Waiter {

    Waiter SLEEPING = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;
}

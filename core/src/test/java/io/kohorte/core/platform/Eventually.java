// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** What the application does in its own time. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** Waits until it is so; after a minute the test fails. Its time is no measure of anything. */
    public static void holds(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(PAUSE).until(condition);
    }
}

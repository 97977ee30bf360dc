// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;

/** Where work is done that no request waits for. */
public final class Background {

    private Background() {}

    /**
     * One thread that holds no process back. What is handed to it once it was shut down is dropped: whatever is told while
     * the process ends, the next start has to find anyway.
     */
    public static ScheduledExecutorService thread(String name) {
        return new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                },
                new DiscardPolicy());
    }
}

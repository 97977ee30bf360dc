// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A thread of its own that looks at whatever changed: in turn, and soon after it was told. A look is for all that it was told of until the look
 * began, so looks do not queue up where they take longer than news takes to come.
 */
public final class Lookout implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final ScheduledExecutorService thread;
    private final Runnable look;
    private final AtomicBoolean told = new AtomicBoolean();

    /** @param look may not throw: what throws is not repeated */
    public Lookout(String name, Runnable look) {
        this.thread = Background.thread(name);
        this.look = look;
    }

    /** Looks now, and again each time so long after the last time. */
    public void every(Duration pause) {
        var unusedLooks = thread.scheduleWithFixedDelay(this::look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Something changed that is worth a look as soon as the thread is free. */
    public void now() {
        told.set(true);
        thread.execute(this::answer);
    }

    /** Something changed; what more changes within this time is looked at together with it. */
    public void within(Duration time) {
        if (told.compareAndSet(false, true)) {
            var unusedLook = thread.schedule(this::answer, time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Does something else on the same thread. */
    public void meanwhile(Runnable deed) {
        thread.execute(deed);
    }

    /** Lets what has begun come to its end for a while. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Unless another look came first. */
    private void answer() {
        if (told.get()) {
            look();
        }
    }

    private void look() {
        told.set(false);
        look.run();
    }
}

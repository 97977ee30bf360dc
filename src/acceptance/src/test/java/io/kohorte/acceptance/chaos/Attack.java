// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Plays plans. */
final class Attack implements AutoCloseable {

    /** More troubles than a plan has: each keeps its thread until it is put right. */
    private static final int AT_A_TIME = 40;

    private final Arena arena;
    private final ScheduledExecutorService edits = Executors.newSingleThreadScheduledExecutor(Attack::daemon);
    private final ScheduledExecutorService controls = Executors.newSingleThreadScheduledExecutor(Attack::daemon);
    private final ScheduledExecutorService troubles = Executors.newScheduledThreadPool(AT_A_TIME, Attack::daemon);

    Attack(Arena arena) {
        this.arena = arena;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "attack");
        thread.setDaemon(true);
        return thread;
    }

    private interface Work {
        void perform() throws IOException, InterruptedException;
    }

    /** Returns when the last deed is done and put right. */
    void play(Plan plan) throws InterruptedException {
        List<Future<?>> going = new ArrayList<>();
        for (Plan.Step step : plan.steps()) {
            Deed deed = step.deed();
            going.add(schedule(threadOf(deed), step.at(), () -> {
                deed.perform(arena);
                if (deed instanceof Deed.Trouble trouble) {
                    Thread.sleep(trouble.length().toMillis());
                    trouble.putRight(arena);
                }
            }));
        }
        for (Future<?> one : going) {
            finish(one);
        }
    }

    private ScheduledExecutorService threadOf(Deed deed) {
        if (deed instanceof Deed.Edit) {
            return edits;
        }
        return deed instanceof Deed.Control ? controls : troubles;
    }

    private static Future<?> schedule(ScheduledExecutorService thread, Duration at, Work work) {
        return thread.schedule(
                () -> {
                    work.perform();
                    return "done";
                },
                at.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void finish(Future<?> deed) throws InterruptedException {
        try {
            deed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a deed failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        edits.shutdownNow();
        controls.shutdownNow();
        troubles.shutdownNow();
    }
}

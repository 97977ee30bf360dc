// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One deed, done by several threads that start together. */
final class Together {

    private static final int THREADS = 8;

    private Together() {}

    static <T> List<T> times(int times, Callable<T> deed) {
        var executor = Executors.newFixedThreadPool(THREADS);
        try {
            var start = new CountDownLatch(1);
            var running = new ArrayList<Future<T>>();
            for (var i = 0; i < times; i++) {
                running.add(executor.submit(() -> {
                    start.await();
                    return deed.call();
                }));
            }
            start.countDown();
            var results = new ArrayList<T>();
            for (var deeds : running) {
                results.add(deeds.get());
            }
            return results;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        } catch (ExecutionException failure) {
            throw new AssertionError("a thread failed: " + failure.getCause(), failure.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}

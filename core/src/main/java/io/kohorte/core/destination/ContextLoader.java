// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import java.util.function.Supplier;

/** Makes a class loader the current thread's for the length of a call: libraries look for their parts there. */
record ContextLoader(ClassLoader loader) {

    <T> T call(Supplier<T> work) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}

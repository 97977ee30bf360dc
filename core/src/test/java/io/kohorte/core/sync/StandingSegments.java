// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.segment.SegmentsFollowed;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;

/** Segments that follow nothing for a while, as with a replica that fails. */
@Singleton
class StandingSegments {

    private volatile CountDownLatch open = new CountDownLatch(0);

    void stand() {
        open = new CountDownLatch(1);
    }

    void goOn() {
        open.countDown();
    }

    void on(@Observes @Priority(1) SegmentsFollowed followed) throws InterruptedException {
        open.await();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LookoutTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final Lookout lookout = new Lookout("test-lookout", looks::incrementAndGet);

    @AfterEach
    void close() {
        busy.countDown();
        lookout.close();
    }

    @Test
    void one_look_is_for_all_that_was_told_while_the_thread_was_busy() throws Exception {
        theThreadIsBusy();
        for (int news = 0; news < 100; news++) {
            lookout.now();
            lookout.within(Duration.ZERO);
        }

        assertThat(looksOnceFree()).isOne();
    }

    @Test
    void what_was_to_be_gathered_is_not_looked_at_again_after_a_look_in_between() throws Exception {
        theThreadIsBusy();
        lookout.within(Duration.ZERO);
        lookout.now();

        assertThat(looksOnceFree()).isOne();
    }

    @Test
    void whatever_is_told_after_a_look_has_begun_gets_another_one() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Lookout slow = new Lookout("test-slow-lookout", () -> {
            looks.incrementAndGet();
            begun.countDown();
            awaitFree();
        })) {
            slow.now();
            begun.await();
            slow.now();
            busy.countDown();
            CountDownLatch done = new CountDownLatch(1);
            slow.meanwhile(done::countDown);
            done.await();
        }

        assertThat(looks).hasValue(2);
    }

    private void theThreadIsBusy() {
        lookout.meanwhile(this::awaitFree);
    }

    private int looksOnceFree() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        lookout.meanwhile(done::countDown);
        busy.countDown();
        done.await();
        return looks.get();
    }

    private void awaitFree() {
        try {
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

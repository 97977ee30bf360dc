// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.roaringbitmap.RoaringBitmap;

/**
 * An engine over a real database, a fake destination and time that does not hurt. Batches are put together by the
 * caller before the one before goes out, so that the same seed is the same story.
 */
abstract class DeliveryFixture {

    final FakeDestination destination = new FakeDestination();
    final FakeAudience audience = new FakeAudience(destination);
    final TestClock clock = new TestClock();
    final DeliveryEngine engine = engine(DeliveryPolicy.STANDARD);

    DeliveryEngine engine(DeliveryPolicy policy) {
        return new DeliveryEngine(TestDatabase.empty(), audience, policy, clock, clock.waiter(), Runnable::run);
    }

    /** Asks for a run and executes it. */
    Run run() {
        return engine.execute(engine.queue(SYNC, Run.MANUAL, Removals.ASK));
    }

    /** Tells of changed profiles, and executes what comes of it. */
    Optional<Run> follow(int... profiles) {
        return engine.queueFor(SYNC, "segment", RoaringBitmap.bitmapOf(profiles))
                .map(engine::execute);
    }

    Run runConfirmed() {
        return engine.execute(engine.queue(SYNC, Run.MANUAL, Removals.CONFIRMED));
    }

    /** The process stands still, heartbeat and all, while time goes on for everybody. */
    void sleep(Duration silence) {
        clock.advance(silence);
        TestDatabase.leasesGrowOlder(silence);
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }
}

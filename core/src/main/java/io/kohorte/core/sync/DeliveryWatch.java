// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.run.RunState;
import io.kohorte.segmentsync.Onlooker;
import io.kohorte.segmentsync.SyncId;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Turns what the delivery engine does into metrics. */
@Singleton
class DeliveryWatch implements Onlooker {

    private final DeliveryMetrics metrics;

    DeliveryWatch(DeliveryMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Doing begins(Step step) {
        return new Watched(step);
    }

    @Override
    public void recorded(SyncId sync, Rows rows) {
        metrics.rows(sync, rows);
    }

    private final class Watched implements Doing {

        private final Step step;
        private final long start = System.nanoTime();
        private String outcome = OK;

        Watched(Step step) {
            this.step = step;
        }

        @Override
        public void count(String what, long number) {}

        @Override
        public void outcome(String what) {
            outcome = what;
        }

        @Override
        public void problem(String code) {}

        @Override
        public void close() {
            var took = Duration.ofNanos(System.nanoTime() - start);
            if (step instanceof Step.Request request) {
                metrics.requested(request, outcome, took);
            } else if (step instanceof Step.Wait wait) {
                metrics.waited(wait, took);
            } else if (step instanceof Step.Execution && isOver()) {
                metrics.ended(outcome);
            }
        }

        private boolean isOver() {
            var state = RunState.of(outcome);
            return state.isFinal() && state != RunState.PAUSED;
        }
    }
}

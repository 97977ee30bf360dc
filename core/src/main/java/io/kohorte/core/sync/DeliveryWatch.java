// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.LogFields;
import io.kohorte.segmentsync.Onlooker;
import io.kohorte.segmentsync.RunId;
import io.kohorte.segmentsync.SyncId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/** Turns what the delivery engine does into metrics, spans, and fields of log lines. */
@Singleton
class DeliveryWatch implements Onlooker {

    private static final Logger LOG = Logger.getLogger(DeliveryWatch.class);
    private static final Set<String> OVER = Set.of("completed", "completed-with-errors", "failed", "cancelled");

    private final DeliveryMetrics metrics;
    private final DeliverySpans spans;
    private final SyncTargets targets;

    DeliveryWatch(DeliveryMetrics metrics, DeliverySpans spans, SyncTargets targets) {
        this.metrics = metrics;
        this.spans = spans;
        this.targets = targets;
    }

    @Override
    public Doing begins(Step step) {
        return new Watched(step);
    }

    @Override
    public void recorded(SyncId sync, Rows rows) {
        metrics.rows(sync, rows);
        DeliverySpans.count(Span.current(), rows);
    }

    @Override
    public Runnable carried(Runnable work) {
        var fields = LogFields.current();
        return Context.current().wrap(() -> fields.during(work));
    }

    private LogFields fields(RunId run, SyncId sync) {
        return LogFields.of(LogFields.RUN, run.value())
                .and(LogFields.SYNC, sync.value())
                .and(LogFields.DESTINATION, targets.destination(sync.value()));
    }

    private LogFields.Entered enter(Step step) {
        if (step instanceof Step.Execution execution) {
            return fields(execution.run(), execution.sync()).enter();
        }
        return step instanceof Step.TestRow row ? fields(row.run(), row.sync()).enter() : () -> {};
    }

    private final class Watched implements Doing {

        private final Step step;
        private final LogFields.Entered fields;
        private final Context context;
        private final Scope scope;
        private final long start = System.nanoTime();
        private String outcome = "";
        private String problem = "";

        @SuppressWarnings("MustBeClosedChecker") // close() closes it
        Watched(Step step) {
            this.step = step;
            this.fields = enter(step);
            this.context = spans.begin(step);
            this.scope = context.makeCurrent();
        }

        @Override
        public void count(String what, long number) {
            DeliverySpans.count(Span.fromContext(context), what, number);
        }

        @Override
        public void outcome(String what) {
            outcome = what;
        }

        @Override
        public void problem(String code) {
            problem = code;
        }

        @Override
        public void close() {
            measure(Duration.ofNanos(System.nanoTime() - start));
            if (step instanceof Step.Execution execution) {
                tell(execution);
            }
            scope.close();
            DeliverySpans.end(Span.fromContext(context), step, outcome, problem);
            fields.close();
        }

        private void measure(Duration took) {
            if (step instanceof Step.Request request) {
                metrics.requested(request, outcome, took);
            } else if (step instanceof Step.Wait wait) {
                metrics.waited(wait, took);
            } else if (step instanceof Step.Execution && isOver()) {
                metrics.ended(outcome);
            }
        }

        private boolean isOver() {
            return OVER.contains(outcome);
        }

        /** Runs that follow changes come every second; that they went well is no news. */
        private void tell(Step.Execution execution) {
            var level = execution.trigger().equals(Sync.BY_SEGMENT) && outcome.equals("completed")
                    ? Logger.Level.DEBUG
                    : Logger.Level.INFO;
            var what = outcome.isEmpty() ? "broken off" : outcome;
            LOG.logf(level, "Run %s of sync %s: %s %s", execution.run(), execution.sync(), what, problem);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.Onlooker;
import io.kohorte.segmentsync.Onlooker.Rows;
import io.kohorte.segmentsync.Onlooker.Step;
import io.kohorte.segmentsync.RunId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a delivery: run, and within it compare, batch, request, wait. Each execution of a run is a trace of its own.
 * Attributes are numbers, counts and codes: no address, no text of a destination, nothing about a person.
 */
@Singleton
class DeliverySpans {

    private static final String PREFIX = "kohorte.";
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey(PREFIX + "outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final ContextKey<RunId> RUN = ContextKey.named("kohorte run");

    private final Tracer tracer;
    private final SyncTargets targets;

    DeliverySpans(Tracer tracer, SyncTargets targets) {
        this.tracer = tracer;
        this.targets = targets;
    }

    /** @return the context in which the step is done: not yet the current one */
    Context begin(Step step) {
        var around = Context.current();
        if (step instanceof Step.Execution execution) {
            around = Context.root().with(RUN, execution.run());
        } else if (step instanceof Step.TestRow row) {
            around = around.with(RUN, row.run());
        }
        var span = tracer.spanBuilder(name(step))
                .setParent(around)
                .setSpanKind(step instanceof Step.Request ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .startSpan();
        if (span.isRecording()) {
            describe(span, step, around.get(RUN));
        }
        return around.with(span);
    }

    private static String name(Step step) {
        if (step instanceof Step.Comparison) {
            return "compare";
        } else if (step instanceof Step.Batch) {
            return "batch";
        } else if (step instanceof Step.Request) {
            return "request";
        } else if (step instanceof Step.Wait) {
            return "wait";
        }
        return step instanceof Step.TestRow ? "test row" : "run";
    }

    private void describe(Span span, Step step, @Nullable RunId run) {
        if (run != null) {
            span.setAttribute(PREFIX + "run.id", run.value());
        }
        span.setAttribute(PREFIX + "sync.id", step.sync().value());
        span.setAttribute(
                PREFIX + "destination.id", targets.destination(step.sync().value()));
        if (step instanceof Step.Execution execution) {
            span.setAttribute(PREFIX + "trigger", execution.trigger());
        } else if (step instanceof Step.Batch batch) {
            span.setAttribute(PREFIX + "change", batch.change());
            span.setAttribute(PREFIX + "rows", batch.rows());
        } else if (step instanceof Step.Request request) {
            span.setAttribute(PREFIX + "call", DeliveryMetrics.name(request.call()));
            span.setAttribute(PREFIX + "attempt", request.attempt());
        } else if (step instanceof Step.Wait wait) {
            span.setAttribute(PREFIX + "reason", DeliveryMetrics.name(wait.reason()));
        }
    }

    static void count(Span span, String what, long number) {
        if (number > 0) {
            span.setAttribute(PREFIX + what, number);
        }
    }

    static void count(Span span, Rows rows) {
        count(span, "accepted", rows.accepted());
        count(span, "rejected", rows.rejected());
        count(span, "skipped", rows.skipped());
        count(span, "invalid", rows.invalid());
        count(span, "postponed", rows.postponed());
        if (!rows.code().isEmpty()) {
            span.setAttribute(PREFIX + "rows.code", rows.code());
        }
    }

    static void end(Span span, Step step, String outcome, String problem) {
        var code = step instanceof Step.Request && !outcome.equals(Onlooker.OK) ? outcome : problem;
        if (!outcome.isEmpty()) {
            span.setAttribute(OUTCOME, outcome);
        }
        if (!code.isEmpty()) {
            span.setAttribute(ERROR, code);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

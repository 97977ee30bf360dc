// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Explanations;
import io.kohorte.segmentsync.GuardStop;
import io.kohorte.segmentsync.RunProblem;
import io.kohorte.segmentsync.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs of syncs, as the delivery engine keeps them, in the shape of all runs. */
@ApplicationScoped
public class DeliveryRuns {

    private final DeliveryEngine engine;
    private final ObjectMapper json;

    DeliveryRuns(DeliveryEngine engine, ObjectMapper json) {
        this.engine = engine;
        this.json = json;
    }

    Optional<Run> find(RunId id) {
        return engine.run(new io.kohorte.segmentsync.RunId(id.value())).map(this::shown);
    }

    public Optional<Run> latest(long sync) {
        return engine.runs(new SyncId(sync), 1).stream().findFirst().map(this::shown);
    }

    /** Newest first, with numbers below {@code before}. */
    public List<Run> list(Optional<Long> sync, long before, int limit) {
        return engine.runs(sync.map(SyncId::new), before, limit).stream()
                .map(this::shown)
                .toList();
    }

    /** Why a sync or a run waits or stopped, in words. */
    public static ProblemDetail problem(RunProblem problem) {
        var words = Explanations.in(Locale.ENGLISH).of(problem.code());
        var detail = problem.message().isBlank() ? words.sentence() : problem.message();
        var incident = problem.incident().isEmpty() ? "" : " The incident is " + problem.incident() + ".";
        var shown = ProblemDetail.of(409, problem.code(), detail + incident, words.nextStep());
        return problem.field().isEmpty() ? shown : shown.at("/" + problem.field());
    }

    private Run shown(io.kohorte.segmentsync.Run run) {
        return new Run(
                new RunId(run.id().value()),
                RunKind.SYNC,
                run.sync().value(),
                RunState.of(run.state().wire()),
                run.trigger(),
                run.startedAt().orElse(null),
                run.finishedAt().orElse(null),
                json.valueToTree(run.counts()),
                progress(run),
                null,
                tree(run.problem().map(DeliveryRuns::problem).orElse(null)),
                run.guard().map(DeliveryRuns::guard).orElse(null));
    }

    private JsonNode progress(io.kohorte.segmentsync.Run run) {
        ObjectNode progress = json.valueToTree(run.progress());
        run.waitingUntil().ifPresent(until -> progress.put("waitingUntil", until.toString()));
        return progress;
    }

    /** The numbers a person has to look at before removals go on. */
    public static JsonNode guard(GuardStop stop) {
        var guard = JsonNodeFactory.instance.objectNode();
        guard.put("reason", stop.reason().name());
        guard.put("acknowledged", stop.acknowledged());
        guard.put("removals", stop.removals());
        guard.put("wanted", stop.wanted());
        var words = Explanations.in(Locale.ENGLISH).of(stop.reason().name());
        guard.put("sentence", stop.detail().isBlank() ? words.sentence() : stop.detail());
        guard.put("nextStep", words.nextStep());
        return guard;
    }

    private @Nullable JsonNode tree(@Nullable Object value) {
        return value == null ? null : json.valueToTree(value);
    }
}

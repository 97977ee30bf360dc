// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunQueue;
import io.kohorte.core.run.Runs;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Trainings asked for and at work: one at a time on a node, since each uses all cores. */
@ApplicationScoped
public class TrainingRuns {
    private static final RunQueue.Words WORDS = new RunQueue.Words(
            "training of model",
            "The training was interrupted by the end of its process.",
            "Train the model again; nothing has changed.");

    private final Runs runs;
    private final ModelTraining training;
    private final KohorteConfig config;
    private final RunQueue queue;

    TrainingRuns(Runs runs, ModelTraining training, RunLock lock, KohorteConfig config) {
        this.runs = runs;
        this.training = training;
        this.config = config;
        this.queue = new RunQueue(RunKind.TRAINING, runs, lock, WORDS, this::train);
    }

    /** Asks for a training; one already waiting or at work for this model is answered instead of a second. */
    public RunId request(ModelId model, String trigger) {
        return latest(model)
                .filter(run -> !run.state().isFinal())
                .map(Run::id)
                .orElseGet(() -> queue.request(model.value(), trigger));
    }

    /** The newest training of a model. */
    Optional<Run> latest(ModelId model) {
        return runs.list(Optional.of(RunKind.TRAINING), Optional.of(model.value()), Long.MAX_VALUE, 1).stream()
                .findFirst();
    }

    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            queue.start();
        }
    }

    @PreDestroy
    void stop() {
        queue.close();
    }

    private Object train(Run run) {
        ModelId model = new ModelId(run.subject());
        var entered = LogFields.of(LogFields.MODEL, model.value()).enter();
        try {
            return training.train(model, run.trigger(), run.id().value(), new TrainingProgress(runs, run.id()));
        } catch (LearningRefused refused) {
            throw new ProblemException(ProblemDetail.of(
                    422,
                    refused.code(),
                    refused.sentence().en(),
                    "Bring more data or change the model, then train again."));
        } finally {
            entered.close();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunState;
import io.kohorte.core.run.Runs;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Trainings asked for and at work: one at a time on a node, since each uses all cores. A training waits as a queued run, so that any node that
 * learns may take it up, also one that starts later.
 */
@ApplicationScoped
public class TrainingRuns {
    private static final Logger LOG = Logger.getLogger(TrainingRuns.class);
    private static final long LOOK_SECONDS = 5;

    private final Runs runs;
    private final ModelTraining training;
    private final RunLock lock;
    private final KohorteConfig config;
    private final ScheduledExecutorService worker = Background.thread("kohorte-training");

    TrainingRuns(Runs runs, ModelTraining training, RunLock lock, KohorteConfig config) {
        this.runs = runs;
        this.training = training;
        this.lock = lock;
        this.config = config;
    }

    /** Asks for a training; one already waiting or at work for this model is answered instead of a second. */
    public RunId request(ModelId model, String trigger) {
        Optional<RunId> open = open(model);
        if (open.isPresent()) {
            return open.get();
        }
        RunId run = runs.open(RunKind.TRAINING, model.value(), trigger);
        if (config.plays(Role.ENGINE)) {
            worker.execute(() -> take(run, model, trigger));
        }
        return run;
    }

    /** The newest training of a model. */
    Optional<Run> latest(ModelId model) {
        return runs.list(Optional.of(RunKind.TRAINING), Optional.of(model.value()), Long.MAX_VALUE, 1).stream()
                .findFirst();
    }

    /** By a clock of its own: a clustered schedule would fire on one node, perhaps on one that does not learn. */
    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            var unused = worker.scheduleWithFixedDelay(this::lookAround, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Takes up what other nodes asked for, and ends what a node that died left behind. */
    private void lookAround() {
        try {
            for (Run run : runs.unfinished(RunKind.TRAINING)) {
                if (run.state() == RunState.QUEUED) {
                    take(run.id(), new ModelId(run.subject()), run.trigger());
                } else if (lock.abandoned(run.id())) {
                    runs.fail(
                            run.id(),
                            ProblemDetail.of(
                                    500,
                                    "INTERRUPTED",
                                    "The training was interrupted by the end of its process.",
                                    "Train the model again; nothing has changed."));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("Trainings that wait cannot be found right now; this is tried again", e);
        }
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }

    private Optional<RunId> open(ModelId model) {
        return latest(model).filter(run -> !run.state().isFinal()).map(Run::id);
    }

    private void take(RunId run, ModelId model, String trigger) {
        try (RunLock.Held held = lock.take(run)) {
            if (held.ours() && runs.start(run)) {
                LogFields.of(LogFields.RUN, run.value())
                        .and(LogFields.MODEL, model.value())
                        .during(() -> work(run, model, trigger));
            }
        }
    }

    private void work(RunId run, ModelId model, String trigger) {
        try {
            ModelTraining.Result result = training.train(model, trigger, run.value(), new TrainingProgress(runs, run));
            runs.finish(run, RunState.COMPLETED, result);
        } catch (LearningRefused refused) {
            runs.fail(
                    run,
                    ProblemDetail.of(
                            422,
                            refused.code(),
                            refused.sentence().en(),
                            "Bring more data or change the model, then train again."));
        } catch (ProblemException refused) {
            runs.fail(run, refused.problem());
        } catch (RuntimeException | Error e) {
            UUID incident = UUID.randomUUID();
            LOG.errorf(e, "Incident %s: training of model %d", incident, model.value());
            runs.fail(
                    run,
                    ProblemDetail.of(
                            500,
                            "UNEXPECTED",
                            "Something went wrong on our side; the incident is " + incident + ".",
                            "Train again; if it stays, give the incident number to your administrator."));
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.learn.registry.ChampionSight;
import io.kohorte.core.learn.registry.Model;
import io.kohorte.core.learn.registry.TrainingRuns;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunQueue;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.ImportFinished;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.Optional;

/** Looks at models: once a day, after an import and when asked. What a look finds may be the ground to train again. */
@ApplicationScoped
class LookRuns {
    private static final RunQueue.Words WORDS = new RunQueue.Words(
            "look at model",
            "The look at the model was interrupted by the end of its process.",
            "Look again; nothing is lost.");

    private final ChampionSight sight;
    private final Watching watching;
    private final LookTable looks;
    private final TrainingRuns trainings;
    private final WatchMetrics metrics;
    private final KohorteConfig config;
    private final RunQueue queue;

    LookRuns(
            ChampionSight sight,
            Watching watching,
            LookTable looks,
            TrainingRuns trainings,
            WatchMetrics metrics,
            KohorteConfig config,
            Runs runs,
            RunLock lock) {
        this.sight = sight;
        this.watching = watching;
        this.looks = looks;
        this.trainings = trainings;
        this.metrics = metrics;
        this.config = config;
        this.queue = new RunQueue(RunKind.LOOK, runs, lock, WORDS, this::work);
    }

    /**
     * What a run of looking came to.
     *
     * @param training the run of the training it asked for, or 0
     */
    record Result(State state, int look, int drifting, long training) {}

    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            queue.start();
        }
    }

    @PreDestroy
    void stop() {
        queue.close();
    }

    /** Of a model that is gone, or of which no version speaks. */
    static ProblemException nothingToWatch() {
        return ProblemException.conflict(
                "NOTHING_TO_WATCH", "No version of this model is in use.", "Train the model first.");
    }

    RunId request(ModelId model, String trigger) {
        return queue.request(model.value(), trigger);
    }

    @Nonconcurrent
    @Scheduled(identity = "look-at-models", cron = "0 17 3 * * ?")
    void daily() {
        sight.speaking().forEach(model -> request(model.id(), "schedule"));
    }

    void imported(@Observes ImportFinished finished) {
        for (Model model : sight.speaking()) {
            request(model.id(), "import");
            if (model.retraining().onImport()) {
                var unused = trainings.request(model.id(), "import");
            }
        }
    }

    private Result work(Run run) throws SQLException {
        Model model = sight.speaking().stream()
                .filter(one -> one.id().value() == run.subject())
                .findFirst()
                .orElseThrow(LookRuns::nothingToWatch);
        Optional<Look> before = looks.latest(model.id(), 1).stream().findFirst();
        Look look = watching.look(model);
        metrics.refresh();
        Optional<String> ground = Ground.of(model.retraining(), look, before);
        long training =
                ground.map(why -> trainings.request(model.id(), why).value()).orElse(0L);
        return new Result(look.state(), look.look(), look.drifting().size(), training);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunQueue;
import io.kohorte.core.run.Runs;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Versions to be learned again, one at a time on a node. */
@ApplicationScoped
class ReproductionRuns {
    private static final RunQueue.Words WORDS = new RunQueue.Words(
            "reproduction of model",
            "Learning the version again was interrupted by the end of its process.",
            "Learn it again; nothing has changed.");

    /** Before the number of a version, in the trigger of its run. */
    private static final String VERSION = "version ";

    private final KohorteConfig config;
    private final RunQueue queue;

    ReproductionRuns(Reproduction reproduction, KohorteConfig config, Runs runs, RunLock lock) {
        this.config = config;
        this.queue = new RunQueue(
                RunKind.REPRODUCTION,
                runs,
                lock,
                WORDS,
                run -> reproduction.of(
                        new ModelId(run.subject()),
                        Integer.parseInt(run.trigger().substring(VERSION.length())),
                        new TrainingProgress(runs, run.id())));
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

    RunId request(ModelId model, int version) {
        return queue.requestAnother(model.value(), VERSION + version);
    }
}

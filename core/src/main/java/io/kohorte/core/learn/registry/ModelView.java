// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.cluster.Distance;
import io.kohorte.core.learn.cluster.Method;
import io.kohorte.core.platform.Schedule;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API shows it.
 *
 * @param state untrained, training, ready, or failed when the last training failed
 * @param silence since when the champion cannot score, and why; absent while it can
 */
record ModelView(
        long id,
        String name,
        ModelKind kind,
        List<String> features,
        @Nullable Target target,
        @Nullable Long segment,
        @Nullable Integer clusters,
        @Nullable Method method,
        @Nullable Distance distance,
        @Nullable Reduction components,
        @Nullable SearchWish search,
        boolean automaticFeatures,
        @Nullable Schedule schedule,
        RetrainingPolicy retraining,
        @Nullable String sensitive,
        @Nullable Integer champion,
        String state,
        SilentModels.@Nullable Silence silence,
        @Nullable Long run,
        @Nullable Instant lastTrainedAt,
        Instant createdAt) {

    static ModelView of(Model model, Optional<Run> latest, Optional<SilentModels.Silence> silence) {
        ModelDefinition definition = model.definition();
        return new ModelView(
                model.id,
                model.name(),
                model.kind(),
                definition.features(),
                definition.target(),
                definition.segment(),
                definition.clusters(),
                definition.method(),
                definition.distance(),
                definition.components(),
                definition.search(),
                definition.automaticFeatures(),
                model.schedule().orElse(null),
                model.retraining(),
                model.sensitive().orElse(null),
                model.champion().orElse(null),
                state(model, latest),
                silence.orElse(null),
                latest.map(run -> run.id().value()).orElse(null),
                latest.map(Run::finishedAt).orElse(null),
                model.createdAt);
    }

    private static String state(Model model, Optional<Run> latest) {
        if (latest.filter(run -> !run.state().isFinal()).isPresent()) {
            return "training";
        }
        if (latest.filter(run -> run.state() == RunState.FAILED).isPresent()) {
            return "failed";
        }
        return model.champion().isPresent() ? "ready" : "untrained";
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.ScoresChanged;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import javax.sql.DataSource;

/** A person makes a version champion: everybody gets its scores in the same transaction. */
@ApplicationScoped
class Promotion {
    private static final int COMMIT_PATIENCE_SECONDS = 900;

    private final Models models;
    private final ModelVersions versions;
    private final Scores scores;
    private final Scoring scoring;
    private final DataSource database;
    private final Event<ScoresChanged> changed;

    Promotion(
            Models models,
            ModelVersions versions,
            Scores scores,
            Scoring scoring,
            DataSource database,
            Event<ScoresChanged> changed) {
        this.models = models;
        this.versions = versions;
        this.scores = scores;
        this.scoring = scoring;
        this.database = database;
        this.changed = changed;
    }

    /** Throws {@link ProblemException} where there is no such model or version. */
    ModelVersion promote(ModelId id, int number, String by) {
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(id).orElseThrow(() -> ProblemException.notFound("model", id.value())));
        Scoring.Scored everybody = scoring.everybody(model, scoring.voice(model, number));
        QuarkusTransaction.requiringNew().timeout(COMMIT_PATIENCE_SECONDS).call(() -> {
            try (Connection connection = database.getConnection()) {
                versions.promote(connection, id, number, by);
                return scores.replace(connection, id, number, everybody.profiles(), everybody.values());
            }
        });
        changed.fire(ScoresChanged.byPromotion(id));
        return versions.find(id, number).orElseThrow();
    }

    /** Brings the champion before the present one back. */
    ModelVersion rollback(ModelId id, String by) {
        ModelVersion before = versions.previousChampion(id)
                .orElseThrow(() -> ProblemException.conflict(
                        "NO_EARLIER_CHAMPION",
                        "There was no other champion before this one.",
                        "Promote another version instead."));
        return promote(id, before.number(), by);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.ScoresChanged;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Progress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Trains a model once: learns a version, decides whether it speaks, and scores everybody with whoever does then. */
@ApplicationScoped
class ModelTraining {
    private static final int COMMIT_PATIENCE_SECONDS = 900;

    private final FeatureExtraction extraction;
    private final AsOf asOf;
    private final Participants participants;
    private final Present present;
    private final ClusterStudy clusters;
    private final PredictionStudy predictions;
    private final ValueStudy values;
    private final UpliftStudy uplifts;
    private final ExternalStudy externals;
    private final Models models;
    private final ModelVersions versions;
    private final Scores scores;
    private final DataSource database;
    private final LearningConfig config;
    private final Clock clock;
    private final Event<ScoresChanged> changed;
    private final Event<VersionLearned> stored;
    private final String codeVersion;

    ModelTraining(
            FeatureExtraction extraction,
            AsOf asOf,
            Participants participants,
            Present present,
            ClusterStudy clusters,
            PredictionStudy predictions,
            ValueStudy values,
            UpliftStudy uplifts,
            ExternalStudy externals,
            Models models,
            ModelVersions versions,
            Scores scores,
            DataSource database,
            LearningConfig config,
            Clock clock,
            Event<ScoresChanged> changed,
            Event<VersionLearned> stored,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String codeVersion) {
        this.extraction = extraction;
        this.asOf = asOf;
        this.participants = participants;
        this.present = present;
        this.clusters = clusters;
        this.predictions = predictions;
        this.values = values;
        this.uplifts = uplifts;
        this.externals = externals;
        this.models = models;
        this.versions = versions;
        this.scores = scores;
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.changed = changed;
        this.stored = stored;
        this.codeVersion = codeVersion;
    }

    /**
     * What a run of training came to.
     *
     * @param scoresChanged customers whose score is another one now
     */
    record Result(int version, boolean promoted, Wording reason, long scoresChanged) {}

    /** Throws {@link LearningRefused} where the data do not allow it; then nothing has changed. */
    Result train(ModelId id, String cause, long run, Progress progress) {
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(id))
                .orElseThrow(() -> new LearningRefused(
                        "MODEL_GONE", new Wording("The model was deleted.", "Das Modell wurde gelöscht.")));
        Learned learned = learn(model, cause, run, progress);
        progress.reached("store", 0, 1);
        Result result = QuarkusTransaction.requiringNew()
                .timeout(COMMIT_PATIENCE_SECONDS)
                .call(() -> store(model, cause, learned));
        if (result.promoted()) {
            changed.fire(ScoresChanged.byPromotion(id));
        } else if (result.scoresChanged() > 0) {
            changed.fire(ScoresChanged.byScoring(id));
        }
        return result;
    }

    private Learned learn(Model model, String cause, long run, Progress progress) {
        progress.reached("data", 0, 1);
        long snapshot = snapshot();
        try (CustomerHistory history = extraction.open()) {
            Instant now = asOf.instant();
            CustomerHistory.Span whole = history.span(now)
                    .or(() -> model.definition().isOfEverybody()
                            ? Optional.of(new CustomerHistory.Span(now, now))
                            : Optional.empty())
                    .orElseThrow(() -> new LearningRefused(
                            "NO_EVENTS",
                            new Wording(
                                    "There are no events to learn from; import some first.",
                                    "Es gibt keine Ereignisse zum Lernen; zuerst welche importieren.")));
            CustomerHistory.Span span = model.retraining().within(whole, ofChampion(model));
            Provenance provenance = new Provenance(
                    span.first(),
                    span.last(),
                    snapshot,
                    0,
                    config.seed(),
                    model.definition().features(),
                    model.definition(),
                    codeVersion,
                    cause,
                    run,
                    clock.instant(),
                    null,
                    null,
                    null);
            Study study = new Study(
                    model,
                    history,
                    span,
                    present.of(history),
                    provenance,
                    participants.of(model.definition(), history),
                    progress);
            return learn(study);
        }
    }

    /** By the study of its kind. */
    Learned learn(Study study) {
        return switch (study.model().kind()) {
            case CLUSTERING -> clusters.learn(study);
            case PREDICTION -> contested(study, predictions.learn(study));
            case VALUE -> contested(study, values.learn(study));
            case UPLIFT -> contested(study, uplifts.learn(study));
            case EXTERNAL -> externals.learn(study);
        };
    }

    private Learned contested(Study study, Learned learned) {
        return versions.isAskedOtherwise(study.model())
                ? learned.decided(learned.decision().askedOtherwise())
                : learned;
    }

    private Optional<Provenance> ofChampion(Model model) {
        return model.champion().flatMap(number -> versions.provenance(model.id(), number));
    }

    private Result store(Model model, String cause, Learned contested) throws SQLException {
        boolean held =
                model.retraining().holds(contested.decision(), model.champion().isPresent());
        Learned learned = held ? contested.decided(RetrainingPolicy.held(contested.decision())) : contested;
        Decision decision = learned.decision();
        try (Connection connection = database.getConnection()) {
            int number = versions.store(connection, model.id(), cause, learned);
            if (held || (model.kind() == ModelKind.EXTERNAL && !decision.promoted())) {
                versions.challenge(connection, model.id(), number);
            }
            stored.fire(new VersionLearned(
                    connection,
                    model.id(),
                    number,
                    learned.everybody().only(learned.provenance().features()),
                    learned.scores(),
                    model.kind() == ModelKind.CLUSTERING));
            long moved = 0;
            Optional<double[]> championScores = learned.championScores();
            if (decision.promoted()) {
                versions.promote(connection, model.id(), number, "training");
                moved = scores.replace(
                        connection, model.id(), number, learned.everybody().profiles(), learned.scores());
            } else if (championScores.isPresent()) {
                moved = scores.replace(
                        connection,
                        model.id(),
                        model.champion().orElseThrow(),
                        learned.everybody().profiles(),
                        championScores.get());
            }
            return new Result(number, decision.promoted(), decision.reason(), moved);
        }
    }

    /** Every transaction below this number is in the data that are read next. */
    private long snapshot() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL cannot be asked for its snapshot", e);
        }
    }
}

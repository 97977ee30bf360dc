// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.ScoresChanged;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.cluster.ClusterModel;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** A person makes a version champion: everybody gets its scores in the same transaction. */
@ApplicationScoped
class Promotion {
    private static final int COMMIT_PATIENCE_SECONDS = 900;

    private final Models models;
    private final ModelVersions versions;
    private final Scores scores;
    private final Participants participants;
    private final FeatureExtraction extraction;
    private final AsOf asOf;
    private final DataSource database;
    private final Event<ScoresChanged> changed;

    Promotion(
            Models models,
            ModelVersions versions,
            Scores scores,
            Participants participants,
            FeatureExtraction extraction,
            AsOf asOf,
            DataSource database,
            Event<ScoresChanged> changed) {
        this.models = models;
        this.versions = versions;
        this.scores = scores;
        this.participants = participants;
        this.extraction = extraction;
        this.asOf = asOf;
        this.database = database;
        this.changed = changed;
    }

    /** The customers a version scores, and their scores. */
    @SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
    private record Scored(FeatureTable table, double[] values) {}

    /** Throws {@link ProblemException} where there is no such model or version. */
    ModelVersion promote(ModelId id, int number, String by) {
        Model model = QuarkusTransaction.requiringNew()
                .call(() -> models.find(id).orElseThrow(() -> ProblemException.notFound("model", id.value())));
        byte[] body = versions.body(id, number).orElseThrow(() -> ProblemException.notFound("version", number));
        Provenance provenance = versions.provenance(id, number).orElseThrow();
        Scored everybody = score(model, provenance, body);
        QuarkusTransaction.requiringNew().timeout(COMMIT_PATIENCE_SECONDS).call(() -> {
            try (Connection connection = database.getConnection()) {
                versions.promote(connection, id, number, by);
                return scores.replace(connection, id, number, everybody.table(), everybody.values());
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

    private Scored score(Model model, Provenance provenance, byte[] body) {
        try (CustomerHistory history = extraction.open()) {
            Viewpoint now = Viewpoint.today(
                    history.span(asOf.instant()).map(CustomerHistory.Span::last).orElseGet(asOf::instant));
            var among = participants.of(model.definition(), history);
            if (model.kind() == ModelKind.CLUSTERING) {
                ClusterModel clusters = ClusterCodec.read(body);
                RoaringBitmap everybody = RoaringBitmap.and(history.known(now), among.apply(now));
                FeatureTable table =
                        history.extract(known(clusters.preparation().features(), history), everybody, now);
                return new Scored(
                        table,
                        Arrays.stream(clusters.numbersOf(table))
                                .asDoubleStream()
                                .toArray());
            }
            PredictionModel prediction = PredictionCodec.read(body);
            Target target = provenance.definition().wanted().orElseThrow();
            List<Feature> features = known(prediction.preparation().features(), history);
            RoaringBitmap everybody = new DecisionMoments(
                            history, features, target, among, ignored -> new RoaringBitmap())
                    .population(now);
            FeatureTable table = history.extract(features, everybody, now);
            return new Scored(table, prediction.score(table));
        }
    }

    /** A feature that is gone counts as missing. */
    private static List<Feature> known(List<String> names, CustomerHistory history) {
        return FeatureChoice.with(List.of(), names, history.traits());
    }
}

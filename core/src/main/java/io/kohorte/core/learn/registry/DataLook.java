// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.TimelessTraining;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** What the data say about a model of a trait before it is trained, so that a column that knows too much is seen in time. */
@ApplicationScoped
class DataLook {
    private final FeatureExtraction extraction;
    private final Participants participants;
    private final Present present;
    private final LearningConfig config;

    DataLook(FeatureExtraction extraction, Participants participants, Present present, LearningConfig config) {
        this.extraction = extraction;
        this.participants = participants;
        this.present = present;
        this.config = config;
    }

    /** What training would say, and why it would refuse where it would. */
    List<Check> at(ModelDefinition definition, Target.OfTrait target) {
        try (CustomerHistory history = extraction.open()) {
            Viewpoint now = present.of(history);
            List<Feature> features = FeatureChoice.of(ModelKind.PREDICTION, definition, history, now);
            RoaringBitmap population = RoaringBitmap.and(
                    history.everybody(), participants.of(definition, history).apply(now));
            TraitAnswers answers = TraitAnswers.read(history, target, population, now);
            return new TimelessTraining(features, config.seed())
                    .look(answers.sample(history, features, now, TimelessTraining.MOST_ROWS, config.seed()));
        } catch (LearningRefused refused) {
            return List.of(new Check(refused.code(), refused.sentence(), Check.Severity.ERROR));
        }
    }
}

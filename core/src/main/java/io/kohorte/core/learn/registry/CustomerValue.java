// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Deed;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.learn.value.Buyers;
import io.kohorte.core.learn.value.ValueCodec;
import io.kohorte.core.learn.value.ValueModel;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** What lies behind one customer's score of a value model. */
@Singleton
class CustomerValue {
    private final ModelVersions versions;
    private final FeatureExtraction extraction;
    private final Present present;

    CustomerValue(ModelVersions versions, FeatureExtraction extraction, Present present) {
        this.versions = versions;
        this.extraction = extraction;
        this.present = present;
    }

    /**
     * What is foreseen of a customer within the horizon.
     *
     * @param purchases expected number of days with one
     * @param money expected, the score
     * @param alive probability of still being a customer
     * @param givesReasons whether the money is learned, so that it can be asked why
     */
    record Foreseen(int profile, int withinDays, double purchases, double money, double alive, boolean givesReasons) {}

    /**
     * By the champion; empty for who never bought.
     *
     * @throws ProblemException where the model is of another kind or not trained yet
     */
    Optional<Foreseen> of(Model model, int profile) {
        if (model.kind() != ModelKind.VALUE) {
            throw ProblemException.conflict(
                    "NO_VALUE_MODEL", "This model foresees no money.", "Ask a model of kind value.");
        }
        ValueModel champion = model.champion()
                .flatMap(number -> versions.body(model.id(), number))
                .map(ValueCodec::read)
                .orElseThrow(() -> ProblemException.conflict(
                        "NOT_TRAINED", "No version of this model is in use yet.", "Train it first."));
        try (CustomerHistory history = extraction.asItStands()) {
            Viewpoint now = present.of(history);
            RoaringBitmap buyer = history.whoHadDone(Deed.of(champion.event()), now, RoaringBitmap.bitmapOf(profile));
            Buyers one = Buyers.of(
                    champion.event(),
                    history.extract(FeatureChoice.with(List.of(), champion.features(), history.traits()), buyer, now));
            if (one.size() == 0) {
                return Optional.empty();
            }
            ValueModel.Forecast forecast = champion.forecast(one);
            return Optional.of(new Foreseen(
                    profile,
                    champion.horizonDays(),
                    forecast.purchases()[0],
                    forecast.money()[0],
                    forecast.alive()[0],
                    champion.givesReasons()));
        }
    }
}

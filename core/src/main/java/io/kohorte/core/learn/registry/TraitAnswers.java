// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.predict.Labelled;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The answer a trait gives now, by customer.
 *
 * @param answer the trait
 * @param known those who have it, whatever its value
 * @param yes those of them with the value that is foreseen
 */
record TraitAnswers(Feature answer, RoaringBitmap known, RoaringBitmap yes) {

    /** Throws {@link LearningRefused} where the trait is gone. */
    static TraitAnswers read(
            CustomerHistory customers, Target.OfTrait target, RoaringBitmap population, Viewpoint now) {
        Feature answer = FeatureCatalogue.find(FeatureCatalogue.TRAIT + target.trait(), customers.traits())
                .orElseThrow(() -> new LearningRefused(
                        "UNKNOWN_TRAIT",
                        Numbers.fill(
                                new Wording("There is no trait '%s'.", "Es gibt kein Merkmal „%s“."),
                                new Wording(target.trait(), target.trait()))));
        FeatureTable table = customers.extract(List.of(answer), population, now);
        FeatureColumn told = table.column(answer.name()).orElseThrow();
        RoaringBitmap known = new RoaringBitmap();
        RoaringBitmap yes = new RoaringBitmap();
        for (int row = 0; row < table.size(); row++) {
            if (!told.missing(row)) {
                known.add(table.profile(row));
                if (isYes(told, row, target)) {
                    yes.add(table.profile(row));
                }
            }
        }
        return new TraitAnswers(answer, known, yes);
    }

    /** All whose answer is known, with their features but the answer. */
    Labelled all(CustomerHistory customers, List<Feature> features, Viewpoint now) {
        return of(known, customers, features, now);
    }

    /** At most {@code most} of them, by the seed. */
    Labelled sample(CustomerHistory customers, List<Feature> features, Viewpoint now, int most, long seed) {
        return of(Sampling.people(known, most, seed), customers, features, now);
    }

    private Labelled of(RoaringBitmap people, CustomerHistory customers, List<Feature> features, Viewpoint now) {
        List<Feature> told = features.stream()
                .filter(feature -> !feature.name().equals(answer.name()))
                .toList();
        FeatureTable table = customers.extract(told, people, now);
        boolean[] labels = new boolean[table.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = yes.contains(table.profile(row));
        }
        return new Labelled(table, labels, new boolean[labels.length]);
    }

    private static boolean isYes(FeatureColumn told, int row, Target.OfTrait target) {
        if (told.categorical()) {
            return told.category(row).filter(target.value().asText()::equals).isPresent();
        }
        double wanted = target.value().isBoolean()
                ? target.value().asBoolean() ? 1 : 0
                : target.value().asDouble();
        return told.value(row) == (float) wanted;
    }
}

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
import io.kohorte.core.learn.predict.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Customers as they are now, with the answer their trait gives where it is known.
 *
 * @param everybody whom the model speaks about, without the answer
 * @param known those of them who have the trait, whatever its value
 */
record TraitAnswers(FeatureTable everybody, Labelled known) {

    /** Throws {@link LearningRefused} where the trait is gone. */
    static TraitAnswers read(
            CustomerHistory customers,
            List<Feature> features,
            Target.OfTrait target,
            RoaringBitmap population,
            Viewpoint now) {
        Feature answer = FeatureCatalogue.find(FeatureCatalogue.TRAIT + target.trait(), customers.traits())
                .orElseThrow(() -> new LearningRefused(
                        "UNKNOWN_TRAIT",
                        Numbers.fill(
                                new Wording("There is no trait '%s'.", "Es gibt kein Merkmal „%s“."),
                                new Wording(target.trait(), target.trait()))));
        List<Feature> all = new ArrayList<>(features);
        all.add(answer);
        FeatureTable table = customers.extract(all, population, now);
        FeatureColumn told = table.column(answer.name()).orElseThrow();
        FeatureTable everybody = table.without(List.of(answer.name()));
        int[] rows = IntStream.range(0, table.size())
                .filter(row -> !told.missing(row))
                .toArray();
        boolean[] labels = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = isYes(told, rows[i], target);
        }
        return new TraitAnswers(everybody, new Labelled(everybody.rows(rows), labels, new boolean[rows.length]));
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

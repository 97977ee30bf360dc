// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Moments of invented customers: a signal drives the outcome, noise does not.
 *
 * @param strength of the signal; 0 for none
 * @param shift added to the log-odds at the last moment
 * @param treatedShare how many were in an audience at each moment
 * @param leak whether a column tells the outcome
 */
public record InventedHistory(int customers, double strength, double shift, double treatedShare, boolean leak)
        implements History {
    public static final Windows WINDOWS = Windows.plan(
                    Instant.parse("2023-01-01T00:00:00Z"), Instant.parse("2024-02-05T00:00:00Z"), Duration.ofDays(90))
            .orElseThrow();
    private static final Map<String, TraitType> TRAITS =
            Map.of("signal", TraitType.NUMBER, "noise", TraitType.NUMBER, "leak", TraitType.NUMBER);

    public List<Feature> features() {
        return IntStream.range(0, leak ? 3 : 2)
                .mapToObj(List.of("signal", "noise", "leak")::get)
                .map(trait -> FeatureCatalogue.find("trait:" + trait, TRAITS).orElseThrow())
                .toList();
    }

    @Override
    public Labelled at(Instant decision, Duration horizon) {
        Random random = new Random(decision.getEpochSecond());
        double moved = decision.equals(WINDOWS.test()) ? shift : 0;
        float[] signal = new float[customers];
        float[] noise = new float[customers];
        float[] told = new float[customers];
        boolean[] labels = new boolean[customers];
        boolean[] treated = new boolean[customers];
        for (int row = 0; row < customers; row++) {
            signal[row] = (float) random.nextGaussian();
            noise[row] = (float) random.nextGaussian();
            labels[row] = random.nextDouble() < Odds.probability(strength * signal[row] - 1 + moved);
            told[row] = labels[row] ? 1 + row % 5 : 0;
            treated[row] = random.nextDouble() < treatedShare;
        }
        List<FeatureColumn> columns = new ArrayList<>(
                List.of(FeatureColumn.numbers("trait:signal", signal), FeatureColumn.numbers("trait:noise", noise)));
        if (leak) {
            columns.add(FeatureColumn.numbers("trait:leak", told));
        }
        return new Labelled(FeatureTable.of(IntStream.rangeClosed(1, customers).toArray(), columns), labels, treated);
    }
}

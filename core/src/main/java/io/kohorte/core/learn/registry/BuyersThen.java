// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Deed;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.PurchaseDayFeatures;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.value.Buyers;
import io.kohorte.core.learn.value.PurchaseHistory;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Buyers as they were known at past moments, and what they bought later.
 *
 * @param event what counts as a purchase
 * @param features what is told of them, at least {@link PurchaseDayFeatures#of}
 * @param among who may be in the population
 */
record BuyersThen(
        CustomerHistory history, String event, List<Feature> features, Function<Viewpoint, RoaringBitmap> among)
        implements PurchaseHistory {

    @Override
    public Buyers asOf(Instant moment) {
        Viewpoint then = Viewpoint.then(moment);
        return of(population(then), then);
    }

    @Override
    public Buyers sample(Instant moment, int most, long seed) {
        Viewpoint then = Viewpoint.then(moment);
        return of(Sampling.people(population(then), most, seed), then);
    }

    private Buyers of(RoaringBitmap people, Viewpoint then) {
        return Buyers.of(event, history.extract(features, people, then));
    }

    @Override
    public Bought bought(Buyers buyers, Instant after, Instant upTo) {
        FeatureTable came = history.happened(
                PurchaseDayFeatures.outcome(event), RoaringBitmap.bitmapOf(buyers.profiles()), after, upTo);
        return new Bought(
                column(came, PurchaseDayFeatures.DAYS + event), column(came, PurchaseDayFeatures.SPEND + event));
    }

    /** Of those who never bought the model says nothing. */
    RoaringBitmap population(Viewpoint view) {
        return RoaringBitmap.and(history.whoHadDone(Deed.of(event), view), among.apply(view));
    }

    private static double[] column(FeatureTable table, String name) {
        float[] values = table.column(name).orElseThrow().values();
        return IntStream.range(0, values.length).mapToDouble(row -> values[row]).toArray();
    }
}

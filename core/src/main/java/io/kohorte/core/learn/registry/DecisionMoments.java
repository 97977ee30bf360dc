// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.History;
import io.kohorte.core.learn.predict.Labelled;
import io.kohorte.core.learn.predict.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * Past moments as they were known when they were present, labelled with whether the deed came, as far as is known today. Everybody known at the moment is in it; for a churn target only those who had done it
 * before, since nobody can stop what was never begun.
 *
 * @param among who may be in the population
 * @param treated who was held in an audience at a moment
 * @param treatedForSure of these, whom no lot could have left out
 */
record DecisionMoments(
        CustomerHistory customers,
        List<Feature> features,
        Target.OfEvent target,
        Function<Viewpoint, RoaringBitmap> among,
        Function<Instant, RoaringBitmap> treated,
        Function<Instant, RoaringBitmap> treatedForSure)
        implements History {

    @Override
    public Labelled at(Instant decision, Duration horizon) {
        return of(population(Viewpoint.then(decision)), decision, horizon);
    }

    @Override
    public Labelled sample(Instant decision, Duration horizon, int most, long seed) {
        return of(Sampling.people(population(Viewpoint.then(decision)), most, seed), decision, horizon);
    }

    private Labelled of(RoaringBitmap people, Instant decision, Duration horizon) {
        FeatureTable table = customers.extract(features, people, Viewpoint.then(decision));
        RoaringBitmap did = customers.whoDid(target.deed(), decision, decision.plus(horizon));
        RoaringBitmap touched = treated.apply(decision);
        boolean[] labels = new boolean[table.size()];
        boolean[] flags = new boolean[table.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = did.contains(table.profile(row));
            flags[row] = touched.contains(table.profile(row));
        }
        return new Labelled(table, labels, flags);
    }

    @Override
    public List<Check> checks(Windows windows) {
        List<Check> checks = new ArrayList<>(LateFacts.of(customers, target, windows.test()));
        treatedLater(windows).ifPresent(checks::add);
        return checks;
    }

    /** Of those left alone at the moments that are learned from, whoever an audience holds when their labels end. */
    private Optional<Check> treatedLater(Windows windows) {
        long later = 0;
        long people = 0;
        for (Instant moment : windows.training()) {
            RoaringBitmap entered =
                    RoaringBitmap.andNot(treated.apply(moment.plus(windows.learned())), treated.apply(moment));
            RoaringBitmap known = population(Viewpoint.then(moment));
            later += RoaringBitmap.andCardinality(entered, known);
            people += known.getLongCardinality();
        }
        return later == 0 ? Optional.empty() : Optional.of(TreatedLater.check((double) later / people));
    }

    @Override
    public boolean treatsByLot(Windows windows) {
        return windows.training().stream()
                .noneMatch(moment ->
                        RoaringBitmap.intersects(treatedForSure.apply(moment), population(Viewpoint.then(moment))));
    }

    /** Whom the model speaks about. */
    RoaringBitmap population(Viewpoint view) {
        RoaringBitmap known = target.negate() ? customers.whoHadDone(target.deed(), view) : customers.known(view);
        return RoaringBitmap.and(known, among.apply(view));
    }
}

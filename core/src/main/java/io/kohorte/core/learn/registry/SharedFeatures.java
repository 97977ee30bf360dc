// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.FeatureTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** Features of customers at one state, read once for all models that score the same people: to read them takes longer than to score. */
final class SharedFeatures {
    private final CustomerHistory history;
    private final Viewpoint now;
    private final Set<String> wanted;
    private Optional<Read> latest = Optional.empty();

    /** @param known those of the people who ever did something */
    private record Read(RoaringBitmap people, RoaringBitmap known, Set<String> names, FeatureTable table) {
        boolean serves(RoaringBitmap others, Collection<String> features) {
            return people.equals(others) && names.containsAll(features);
        }
    }

    /** @param wanted the features of all models that will ask */
    SharedFeatures(CustomerHistory history, Viewpoint now, Set<String> wanted) {
        this.history = history;
        this.now = now;
        this.wanted = wanted;
    }

    CustomerHistory history() {
        return history;
    }

    Viewpoint now() {
        return now;
    }

    /** The people who are customers, with these features at least; a feature that is gone is not among them. */
    FeatureTable of(RoaringBitmap people, Collection<String> features) {
        return reading(people, features).table();
    }

    /** Those of the people who ever did something. */
    RoaringBitmap known(RoaringBitmap people) {
        return reading(people, Set.of()).known();
    }

    private Read reading(RoaringBitmap people, Collection<String> features) {
        Read read = latest.filter(known -> known.serves(people, features)).orElseGet(() -> read(people, features));
        latest = Optional.of(read);
        return read;
    }

    private Read read(RoaringBitmap people, Collection<String> features) {
        Set<String> names = new TreeSet<>(wanted);
        names.addAll(features);
        FeatureTable table =
                history.extract(FeatureChoice.with(List.of(), names, history.traits()), history.everybody(people), now);
        return new Read(people, history.known(now, people), names, table);
    }
}

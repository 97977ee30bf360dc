// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/** Features of customers at one state, read once for all models that score the same people: to read them takes longer than to score. */
final class SharedFeatures {
    private final CustomerHistory history;
    private final Viewpoint now;
    private final Set<String> wanted;
    private Optional<Read> ofKnown = Optional.empty();
    private Optional<Read> ofEverybody = Optional.empty();

    private record Read(RoaringBitmap people, Set<String> names, FeatureTable table) {
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

    /** Those of the people who ever did something, with these features at least; a feature that is gone is not among them. */
    FeatureTable ofKnown(RoaringBitmap people, Collection<String> features) {
        Read read = read(ofKnown, people, features, chosen -> history.extractKnown(chosen, people, now));
        ofKnown = Optional.of(read);
        return read.table();
    }

    /** The same of all of the people who are customers, also of those who never did anything. */
    FeatureTable ofEverybody(RoaringBitmap people, Collection<String> features) {
        Read read =
                read(ofEverybody, people, features, chosen -> history.extract(chosen, history.everybody(people), now));
        ofEverybody = Optional.of(read);
        return read.table();
    }

    private Read read(
            Optional<Read> latest,
            RoaringBitmap people,
            Collection<String> features,
            Function<List<Feature>, FeatureTable> extraction) {
        if (latest.isPresent() && latest.get().serves(people, features)) {
            return latest.get();
        }
        Set<String> names = new TreeSet<>(wanted);
        names.addAll(features);
        return new Read(people, names, extraction.apply(FeatureChoice.with(List.of(), names, history.traits())));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** The door to features of many customers. */
@Singleton
public class FeatureExtraction {
    private final Replica replica;

    FeatureExtraction(Replica replica) {
        this.replica = replica;
    }

    /** Brings the replica up to date and opens it at one state for several questions. */
    public CustomerHistory open() {
        replica.catchUp();
        return new CustomerHistory(replica.open());
    }

    /** Opens the replica as it stands. */
    public CustomerHistory asItStands() {
        return new CustomerHistory(replica.open());
    }

    /** Features of the population as of a moment, from all that is known today; missing is {@code NaN}. */
    public FeatureTable extract(List<Feature> features, RoaringBitmap population, Instant asOf) {
        try (CustomerHistory history = open()) {
            return history.extract(features, population, Viewpoint.today(asOf));
        }
    }
}

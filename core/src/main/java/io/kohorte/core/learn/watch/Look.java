// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.feature.Wording;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the version that speaks found.
 *
 * @param look the how manieth at this version
 * @param asOf the moment customers were looked at as of
 * @param customers whom the version speaks about
 * @param compared how many of them were compared; a sample where there are very many
 * @param alpha how much doubt this look may spend
 * @param features those that moved most first; empty where nothing can be compared
 * @param scores how far what the version says moved
 * @param outcomes how far the share that does it moved
 * @param performance on what came true since
 * @param outcomesFrom when the first outcomes will be known; absent where they are, or never will be
 * @param newOutcomes how many came since it last learned
 * @param sentence how it stands, in words
 */
public record Look(
        int version,
        int look,
        Instant at,
        Instant asOf,
        long customers,
        long compared,
        double alpha,
        State state,
        Wording sentence,
        List<Drift> features,
        @Nullable Drift scores,
        @Nullable Drift outcomes,
        @Nullable Performance performance,
        @Nullable Instant outcomesFrom,
        long newOutcomes,
        @Nullable Fairness fairness) {

    public Look {
        features = List.copyOf(features);
    }

    /** All that drifts, what moved most first within each kind. */
    List<Drift> drifting() {
        return Stream.of(features.stream(), Stream.ofNullable(scores), Stream.ofNullable(outcomes))
                .flatMap(all -> all)
                .filter(Drift::drifts)
                .toList();
    }

    boolean worse() {
        return performance != null && performance.worse();
    }
}

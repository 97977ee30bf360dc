// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.learn.predict.Candidate;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.search.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a version comes from: enough to learn it again.
 *
 * @param from first event in the data
 * @param asOf moment of the features that are scored; nothing later was read
 * @param snapshot number of the first PostgreSQL transaction that was not yet finished when the data were read
 * @param codeVersion of this application
 * @param chosen learners and settings that a search chose, turn by turn: a search for as long as there is time would not find the same again
 * @param file of what was made elsewhere
 * @param previous of a clustering: the version that its groups take their numbers from, 0 where there was none; of earlier ones it was not kept
 */
public record Provenance(
        Instant from,
        Instant asOf,
        long snapshot,
        long customers,
        long seed,
        List<String> features,
        ModelDefinition definition,
        String codeVersion,
        String cause,
        @Nullable Long run,
        Instant trainedAt,
        @Nullable List<Candidate> chosen,
        @Nullable FileOrigin file,
        @Nullable Integer previous) {

    Provenance learnedFrom(long customersLearnedFrom, List<Feature> featuresUsed) {
        return with(
                customersLearnedFrom, featuresUsed.stream().map(Feature::name).toList(), chosen, file, previous);
    }

    Provenance chose(List<Candidate> candidates) {
        return candidates.isEmpty() ? this : with(customers, features, candidates, file, previous);
    }

    Provenance of(FileOrigin origin) {
        return with(customers, features, chosen, origin, previous);
    }

    Provenance after(Optional<Integer> version) {
        return with(customers, features, chosen, file, version.orElse(0));
    }

    private Provenance with(
            long customersNow,
            List<String> featuresNow,
            @Nullable List<Candidate> chosenNow,
            @Nullable FileOrigin fileNow,
            @Nullable Integer previousNow) {
        return new Provenance(
                from,
                asOf,
                snapshot,
                customersNow,
                seed,
                featuresNow,
                definition,
                codeVersion,
                cause,
                run,
                trainedAt,
                chosenNow,
                fileNow,
                previousNow);
    }

    /** How the learner of the model itself was set. */
    Setting setting(Learner learner) {
        return chosen == null || chosen.isEmpty()
                ? learner.usual(Optional.ofNullable(definition.components()))
                : chosen.get(chosen.size() - 1).setting();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.cluster.Distance;
import io.kohorte.core.learn.cluster.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants learned.
 *
 * @param features names from the catalogue; empty for those that suit the kind
 * @param target of a prediction, a model of customer value or an uplift
 * @param segment whom to learn from and to score, of an uplift whom to score; everybody without it
 * @param clusters how many groups; without it a vote decides
 * @param method how groups are found; without it a vote decides
 * @param distance between customers; without it the straight way
 * @param components what replaces columns of numbers before a clustering measures distances, or a learner of a prediction weighs them; without it nothing
 *     does
 * @param search for settings of learners; without it they learn as usual
 * @param automaticFeatures whether features are made by rule too, and selected
 * @param file of an external model: what it is to be used for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDefinition(
        List<String> features,
        @Nullable Target target,
        @Nullable Long segment,
        @Nullable Integer clusters,
        @Nullable Method method,
        @Nullable Distance distance,
        @Nullable Reduction components,
        @Nullable SearchWish search,
        boolean automaticFeatures,
        @Nullable ExternalWish file) {

    public ModelDefinition {
        features = List.copyOf(features);
    }

    /** Whether customers without any event count too: their traits tell of them, or an experiment took them in. */
    boolean isOfEverybody() {
        return target instanceof Target.OfTrait
                || target instanceof Target.OfExperiment
                || (file != null && file.isOfEverybody());
    }

    /** One that leaves to the kind how groups are found. */
    public ModelDefinition(
            List<String> features, @Nullable Target target, @Nullable Long segment, @Nullable Integer clusters) {
        this(features, target, segment, clusters, null, null, null, null, false, null);
    }

    /** The same with another use of another file. */
    ModelDefinition of(@Nullable ExternalWish wish) {
        return new ModelDefinition(
                features, target, segment, clusters, method, distance, components, search, automaticFeatures, wish);
    }

    Distance measure() {
        return distance == null ? Distance.EUCLIDEAN : distance;
    }

    Optional<Target> wanted() {
        return Optional.ofNullable(target);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.Deed;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.cluster.ClusterModel;
import io.kohorte.core.learn.external.ExternalReasons;
import io.kohorte.core.learn.external.ExternalVersion;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.learn.uplift.UpliftModel;
import io.kohorte.core.learn.value.ValueModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A version, read once: what it needs to know of customers, and what it says of them. */
sealed interface Voice {
    /** Features it reads. */
    List<String> features();

    double[] score(FeatureTable table);

    /** The event without which it says nothing of a customer; empty where it speaks of more. */
    default Optional<Deed> onlyAfter() {
        return Optional.empty();
    }

    /** Whether it speaks of customers too who never did anything. */
    default boolean isOfEverybody() {
        return false;
    }

    /** From which score on a customer counts as a yes; empty where scores choose nobody. */
    default OptionalDouble threshold() {
        return OptionalDouble.empty();
    }

    /** What scores count in that have reasons. */
    default Scale scale() {
        return Scale.PROBABILITY;
    }

    /** Whether it can say why a customer has a score. */
    default boolean givesReasons() {
        return true;
    }

    /** Why each row has its score; nothing where it has no reasons, or gives them in another way. */
    List<Explanation> explain(FeatureTable table);

    record Clusters(ClusterModel model) implements Voice {
        @Override
        public List<String> features() {
            return model.preparation().features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return Arrays.stream(model.numbersOf(table)).asDoubleStream().toArray();
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return List.of();
        }
    }

    record Prediction(PredictionModel model, Target target) implements Voice {
        @Override
        public List<String> features() {
            return model.preparation().features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return model.score(table);
        }

        /** Nobody can stop what was never begun, so of churn it speaks only to those who had. */
        @Override
        public Optional<Deed> onlyAfter() {
            return target instanceof Target.OfEvent event && event.negate()
                    ? Optional.of(event.deed())
                    : Optional.empty();
        }

        @Override
        public boolean isOfEverybody() {
            return target instanceof Target.OfTrait;
        }

        @Override
        public OptionalDouble threshold() {
            return OptionalDouble.of(model.threshold());
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return model.explain(table);
        }
    }

    record Value(ValueModel model) implements Voice {
        @Override
        public List<String> features() {
            return model.features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return model.score(table);
        }

        @Override
        public Optional<Deed> onlyAfter() {
            return Optional.of(Deed.of(model.event()));
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return model.explain(table);
        }

        @Override
        public boolean givesReasons() {
            return model.givesReasons();
        }

        @Override
        public Scale scale() {
            return Scale.MONEY;
        }
    }

    record Uplift(UpliftModel model) implements Voice {
        @Override
        public List<String> features() {
            return model.features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return model.foresee(table).uplift();
        }

        @Override
        public boolean isOfEverybody() {
            return true;
        }

        /** Whoever gains nothing is better not sent to. */
        @Override
        public OptionalDouble threshold() {
            return OptionalDouble.of(0);
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return model.explain(table);
        }
    }

    record External(ExternalVersion version) implements Voice {
        @Override
        public List<String> features() {
            return version.features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return version.score(table);
        }

        @Override
        public boolean isOfEverybody() {
            return version.isOfEverybody();
        }

        @Override
        public Scale scale() {
            return version.isProbability() ? Scale.PROBABILITY : Scale.NUMBER;
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return ExternalReasons.of(version, table);
        }
    }
}

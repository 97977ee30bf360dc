// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every feature there is. Those of categories, traits, days with a purchase, and automatic ones depend on the data and are made from their names. */
public final class FeatureCatalogue {
    /** What an order is called, in the words of the field. */
    public static final String ORDER = "Order Completed";

    /** Prefix of the share of spend in a category: {@code category-share:shoes}. */
    public static final String CATEGORY_SHARE = "category-share:";

    /** Prefix of a trait used as a feature: {@code trait:country}. */
    public static final String TRAIT = "trait:";

    private static final List<Feature> DECLARED = Stream.of(PurchaseFeatures.ALL, EngagementFeatures.ALL)
            .flatMap(List::stream)
            .toList();
    private static final Map<String, Feature> BY_NAME =
            DECLARED.stream().collect(Collectors.toUnmodifiableMap(Feature::name, Function.identity()));

    private FeatureCatalogue() {}

    public static List<Feature> declared() {
        return DECLARED;
    }

    /** The declared features that say something where only {@code events} have been seen. */
    public static List<Feature> among(Collection<String> events) {
        return DECLARED.stream()
                .filter(feature ->
                        feature.needs().isEmpty() || feature.needs().stream().anyMatch(events::contains))
                .toList();
    }

    /**
     * The feature of this name.
     *
     * @param traits the traits there are, with their types
     * @return empty where nothing has that name
     */
    public static Optional<Feature> find(String name, Map<String, TraitType> traits) {
        if (name.startsWith(CATEGORY_SHARE)) {
            return Optional.of(PurchaseFeatures.categoryShare(name.substring(CATEGORY_SHARE.length())));
        }
        if (name.startsWith(TRAIT)) {
            String trait = name.substring(TRAIT.length());
            return Optional.ofNullable(traits.get(trait)).map(type -> ofTrait(trait, type));
        }
        return PurchaseDayFeatures.find(name)
                .or(() -> AutomaticFeatures.find(name))
                .or(() -> Optional.ofNullable(BY_NAME.get(name)));
    }

    /** A trait as a feature; a time becomes days before the moment. */
    public static Feature ofTrait(String trait, TraitType type) {
        Feature.Kind kind =
                switch (type) {
                    case TEXT -> Feature.Kind.CATEGORY;
                    case FLAG -> Feature.Kind.FLAG;
                    case NUMBER, TIME -> Feature.Kind.NUMBER;
                };
        return new Feature(
                TRAIT + trait,
                kind,
                type == TraitType.TIME ? Unit.DAYS : Unit.NUMBER,
                Grain.PROFILE,
                false,
                new Wording(trait, trait),
                new Wording(
                        "The trait " + trait + " as it is known today.",
                        "Das Merkmal " + trait + " nach heutigem Stand."),
                new Wording("high " + trait, trait + " hoch"),
                new Wording("low " + trait, trait + " niedrig"),
                Set.of(),
                type == TraitType.TIME
                        ? moment -> moment.daysSince(moment.trait(trait))
                        : moment -> moment.trait(trait));
    }
}

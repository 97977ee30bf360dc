// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.AutomaticFeatures;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The features a training uses: those a person named, or those that suit what is learned. */
final class FeatureChoice {
    private static final int CATEGORIES = 6;

    /** As many as a person may name. */
    private static final int MOST = 200;

    /** What groups people understand are made of; more of the same kind would only weigh it more. */
    private static final List<String> OF_GROUPS =
            List.of("recency", "frequency", "monetary", "basket-mean", "items-per-order", "return-share");

    private FeatureChoice() {}

    static List<Feature> of(ModelKind kind, ModelDefinition definition, CustomerHistory history, Viewpoint view) {
        List<Feature> suited = suited(kind, definition, history, view);
        return definition.automaticFeatures()
                ? Stream.concat(
                                suited.stream(),
                                AutomaticFeatures.of(history.eventNames(), history.topCategories(CATEGORIES, view))
                                        .stream()
                                        .filter(made -> suited.stream().noneMatch(feature -> feature.name()
                                                .equals(made.name()))))
                        .toList()
                : suited;
    }

    private static List<Feature> suited(
            ModelKind kind, ModelDefinition definition, CustomerHistory history, Viewpoint view) {
        if (!definition.features().isEmpty()) {
            return named(definition.features(), history.traits());
        }
        if (definition.target() instanceof Target.OfTrait target) {
            return Stream.concat(ofEvents(kind, history, view), ofTraits(target, history.traits()))
                    .limit(MOST)
                    .toList();
        }
        return ofEvents(kind, history, view).toList();
    }

    /** A trait is foretold by what customers are, and by what they did where that is known. */
    private static Stream<Feature> ofTraits(Target.OfTrait target, Map<String, TraitType> traits) {
        return traits.entrySet().stream()
                .filter(trait -> !trait.getKey().equals(target.trait()))
                .sorted(Map.Entry.comparingByKey())
                .map(trait -> FeatureCatalogue.ofTrait(trait.getKey(), trait.getValue()));
    }

    private static Stream<Feature> ofEvents(ModelKind kind, CustomerHistory history, Viewpoint view) {
        Set<String> events = history.eventNames();
        if (events.isEmpty()) {
            return Stream.of();
        }
        List<Feature> useful = FeatureCatalogue.among(events);
        Stream<Feature> chosen = kind == ModelKind.CLUSTERING
                ? useful.stream().filter(feature -> OF_GROUPS.contains(feature.name()))
                : useful.stream();
        Stream<Feature> shares = history.topCategories(CATEGORIES, view).stream()
                .map(category -> FeatureCatalogue.find(FeatureCatalogue.CATEGORY_SHARE + category, Map.of())
                        .orElseThrow());
        return Stream.concat(chosen, shares);
    }

    /** Throws {@link LearningRefused} where a name means nothing any more. */
    static List<Feature> named(Collection<String> names, Map<String, TraitType> traits) {
        return names.stream()
                .distinct()
                .map(name -> FeatureCatalogue.find(name, traits)
                        .orElseThrow(() -> new LearningRefused(
                                "UNKNOWN_FEATURE",
                                Numbers.fill(
                                        new Wording("There is no feature %s.", "Es gibt keine Kenngröße %s."),
                                        new Wording(name, name)))))
                .toList();
    }

    /** Those of {@code wanted}, and what an earlier version reads and is still known. */
    static List<Feature> with(List<Feature> wanted, Collection<String> earlier, Map<String, TraitType> traits) {
        List<Feature> all = new ArrayList<>(wanted);
        earlier.stream()
                .filter(name ->
                        wanted.stream().noneMatch(feature -> feature.name().equals(name)))
                .flatMap(name -> FeatureCatalogue.find(name, traits).stream())
                .forEach(all::add);
        return all;
    }
}

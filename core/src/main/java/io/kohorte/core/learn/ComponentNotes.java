// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One component as a person reads it.
 *
 * @param explained its share of the variance
 * @param loadings how much each feature goes with it, heaviest first
 */
public record ComponentNotes(int number, double explained, List<Loading> loadings, Wording sentence) {
    /** Below half of the way a feature does not belong to a component, unless it is all there is. */
    private static final double BELONGS = .5;

    private static final int NAMED = 5;

    /** @param loading correlation with the component, from −1 to 1 */
    public record Loading(String name, Wording label, double loading) {}

    /** Of all components of a preparation; none where it has none. */
    public static List<ComponentNotes> of(Preparation preparation, List<Feature> features) {
        return of(preparation.components(), features);
    }

    /** Of components that were learned from; none where there were none. */
    public static List<ComponentNotes> of(@Nullable Components components, List<Feature> features) {
        if (components == null) {
            return List.of();
        }
        Map<String, Feature> byName = features.stream().collect(Collectors.toMap(Feature::name, Function.identity()));
        List<ComponentNotes> notes = new ArrayList<>();
        for (Components.Axis axis : components.axes()) {
            List<Loading> loadings = IntStream.range(0, components.columns().size())
                    .mapToObj(column -> loading(
                            components.columns().get(column), axis.loadings().get(column), byName))
                    .sorted(Comparator.comparingDouble(one -> -Math.abs(one.loading())))
                    .toList();
            notes.add(new ComponentNotes(
                    notes.size() + 1, axis.explained(), loadings, sentence(notes.size() + 1, axis, loadings)));
        }
        return notes;
    }

    private static Loading loading(String column, double loading, Map<String, Feature> features) {
        Feature feature = features.get(column);
        return new Loading(column, feature == null ? new Wording(column, column) : feature.label(), loading);
    }

    private static Wording sentence(int number, Components.Axis axis, List<Loading> loadings) {
        List<Loading> named = IntStream.range(0, Math.min(NAMED, loadings.size()))
                .filter(i -> i == 0 || Math.abs(loadings.get(i).loading()) >= BELONGS)
                .mapToObj(loadings::get)
                .toList();
        Wording high = listed(named.stream().filter(one -> one.loading() >= 0).toList());
        Wording low = listed(named.stream().filter(one -> one.loading() < 0).toList());
        Wording along = high.en().isEmpty()
                ? Numbers.fill(new Wording("low with %s", "niedrig bei %s"), low)
                : low.en().isEmpty()
                        ? Numbers.fill(new Wording("high with %s", "hoch bei %s"), high)
                        : Numbers.fill(
                                new Wording("high with %s, low with %s", "hoch bei %s, niedrig bei %s"), high, low);
        return Numbers.fill(
                new Wording(
                        "Component %s tells %s of what sets customers apart: %s.",
                        "Komponente %s sagt %s dessen, was Kunden unterscheidet: %s."),
                Numbers.amount(number),
                Numbers.percent(axis.explained()),
                along);
    }

    private static Wording listed(List<Loading> loadings) {
        return new Wording(
                loadings.stream().map(one -> one.label().en()).collect(Collectors.joining("; ")),
                loadings.stream().map(one -> one.label().de()).collect(Collectors.joining("; ")));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.cluster.ClusterModel;
import io.kohorte.core.learn.cluster.Contrast;
import io.kohorte.core.learn.cluster.Deviation;
import io.kohorte.core.learn.cluster.Portrait;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a customer is in one group of a clustering and not in another, in words. */
final class ClusterWhy {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Below this a feature does not tell the two groups apart. */
    private static final double LEAST = .005;

    private static final int NAMED = 3;

    private final int version;
    private final ClusterModel model;
    private final List<Portrait> portraits;

    /** @param report of the version, as it is stored */
    ClusterWhy(int version, ClusterModel model, JsonNode report) {
        this.version = version;
        this.model = model;
        try {
            portraits = List.of(JSON.treeToValue(report.path("clusters"), Portrait[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored report cannot be read", e);
        }
    }

    /**
     * In one group and not in another.
     *
     * @param cluster number of the customer's group
     * @param against number of the other
     * @param rest weight of what does not depend on the customer, such as the size of the groups
     * @param parts heaviest first
     */
    record Contrasted(int version, int cluster, int against, Wording sentence, double rest, List<Part> parts)
            implements Why.Grounds {}

    /**
     * What one feature does.
     *
     * @param own what is usual in the customer's group; absent where the report does not tell
     * @param other what is usual in the other
     * @param weight its share of all that speaks for the one or the other; below 0 it speaks for the other
     */
    record Part(
            String name,
            Wording label,
            Wording value,
            @Nullable Wording own,
            @Nullable Wording other,
            double weight,
            Wording sentence) {}

    /** Of the only customer of a table. */
    Contrasted of(FeatureTable one, OptionalInt against, Map<String, TraitType> traits) {
        OptionalInt position = against.isEmpty() ? against : OptionalInt.of(position(against.getAsInt()));
        Contrast contrast = model.contrast(one, position);
        if (contrast.own() == contrast.other()) {
            throw noOther("The customer is in that group.");
        }
        Portrait own = portrait(contrast.own());
        Portrait other = portrait(contrast.other());
        double all = Math.abs(contrast.rest())
                + contrast.parts().values().stream().mapToDouble(Math::abs).sum();
        double unit = all > 0 ? all : 1;
        List<Part> parts = contrast.parts().entrySet().stream()
                .map(part -> part(
                        part.getKey(),
                        part.getValue() / unit,
                        own,
                        other,
                        Why.Told.of(part.getKey(), one, traits),
                        one))
                .sorted(Comparator.comparingDouble(part -> -Math.abs(part.weight())))
                .toList();
        return new Contrasted(
                version, own.number(), other.number(), sentence(own, other, parts), contrast.rest() / unit, parts);
    }

    private int position(int number) {
        int position = model.numbers().position(number).orElseThrow(() -> noOther("There is no group of that number."));
        if (position >= model.grouping().groups()) {
            throw noOther("Those who are in no group are no group.");
        }
        return position;
    }

    private static ProblemException noOther(String sentence) {
        return ProblemException.invalid(
                "/against", "INVALID_GROUP", sentence, "Give the number of another group of the report.");
    }

    private Portrait portrait(int position) {
        int number = model.numbers().numbers()[position];
        return portraits.stream()
                .filter(portrait -> portrait.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private Part part(String feature, double weight, Portrait own, Portrait other, Why.Told told, FeatureTable one) {
        String column = one.column(feature)
                .filter(values -> values.categorical() && !values.missing(0))
                .flatMap(values -> values.category(0))
                .map(level -> column(feature, level, own))
                .orElse(feature);
        @Nullable Wording usual = usual(own, column);
        @Nullable Wording elsewhere = usual(other, column);
        return new Part(
                feature,
                told.label(),
                told.value(),
                usual,
                elsewhere,
                weight,
                sentence(told, own, other, column, weight));
    }

    /** Rare levels share a column. */
    private static String column(String feature, String level, Portrait portrait) {
        String column = feature + "=" + level;
        return deviation(portrait, column).isPresent() ? column : feature + "=other";
    }

    private static Optional<Deviation> deviation(Portrait portrait, String column) {
        return portrait.features().stream()
                .filter(deviation -> deviation.name().equals(column))
                .findFirst();
    }

    private static @Nullable Wording usual(Portrait portrait, String column) {
        return deviation(portrait, column)
                .filter(deviation -> !portrait.noise() && !Double.isNaN(deviation.mean()))
                .map(deviation -> deviation.shown(deviation.mean()))
                .orElse(null);
    }

    private static Wording sentence(Why.Told told, Portrait own, Portrait other, String column, double weight) {
        Wording usual = Stream.of(own, other)
                .flatMap(portrait -> Optional.ofNullable(usual(portrait, column))
                        .map(value -> Numbers.fill(
                                new Wording("usual in “%s”: %s", "üblich in „%s“: %s"), portrait.name(), value))
                        .stream())
                .collect(Collectors.collectingAndThen(Collectors.toList(), ClusterWhy::listed));
        Wording known = usual.en().isEmpty()
                ? Numbers.fill(new Wording("%s: %s.", "%s: %s."), told.label(), told.value())
                : Numbers.fill(new Wording("%s: %s (%s).", "%s: %s (%s)."), told.label(), told.value(), usual);
        Wording verdict = Math.abs(weight) < LEAST
                ? new Wording("This makes no difference.", "Das macht keinen Unterschied.")
                : own.noise()
                        ? Numbers.fill(
                                new Wording("This sets the customer apart from “%s”.", "Das unterscheidet von „%s“."),
                                other.name())
                        : Numbers.fill(
                                new Wording("This speaks for “%s”.", "Das spricht für „%s“."),
                                weight > 0 ? own.name() : other.name());
        return Numbers.fill(new Wording("%s %s", "%s %s"), known, verdict);
    }

    private static Wording sentence(Portrait own, Portrait other, List<Part> parts) {
        List<Wording> because = parts.stream()
                .filter(part -> part.weight() >= LEAST)
                .limit(NAMED)
                .map(Part::label)
                .toList();
        Wording where = own.noise()
                ? Numbers.fill(
                        new Wording("In no group; the nearest is “%s”", "In keiner Gruppe; am nächsten ist „%s“"),
                        other.name())
                : Numbers.fill(
                        new Wording("In “%s” and not in “%s”", "In „%s“ und nicht in „%s“"), own.name(), other.name());
        return because.isEmpty()
                ? where.then(".")
                : Numbers.fill(
                        new Wording("%s, above all because of: %s.", "%s, vor allem wegen: %s."),
                        where,
                        listed(because));
    }

    private static Wording listed(List<Wording> words) {
        return new Wording(
                String.join("; ", words.stream().map(Wording::en).toList()),
                String.join("; ", words.stream().map(Wording::de).toList()));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.condition.Comparison;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.Condition.All;
import io.kohorte.core.condition.Condition.Any;
import io.kohorte.core.condition.Condition.Cluster;
import io.kohorte.core.condition.Condition.Event;
import io.kohorte.core.condition.Condition.InSegment;
import io.kohorte.core.condition.Condition.Score;
import io.kohorte.core.condition.Condition.TopScore;
import io.kohorte.core.condition.Condition.Trait;
import io.kohorte.core.condition.Condition.Where;
import io.kohorte.core.condition.Measure;
import io.kohorte.core.condition.Moment;
import io.kohorte.core.condition.Operator;
import io.kohorte.core.condition.Value;
import io.kohorte.core.condition.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What conditions mean, in plain Java, one person after the other: the oracle for everything that is faster. */
final class PlainEvaluator {

    private final World world;
    private final Viewpoint view;
    private final Instant asOf;

    PlainEvaluator(World world, Viewpoint view) {
        this.world = world;
        this.view = view;
        this.asOf = view.moment();
    }

    RoaringBitmap members(Condition condition) {
        RoaringBitmap members = new RoaringBitmap();
        world.people().stream()
                .filter(person -> !person.merged() && holds(condition, person))
                .forEach(person -> members.add(person.number()));
        return members;
    }

    private boolean holds(Condition condition, World.Person person) {
        if (condition instanceof All group) {
            return group.conditions().stream().allMatch(child -> holds(child, person));
        }
        if (condition instanceof Any group) {
            return group.conditions().stream().anyMatch(child -> holds(child, person));
        }
        if (condition instanceof Condition.None group) {
            return group.conditions().stream().noneMatch(child -> holds(child, person));
        }
        if (condition instanceof Trait trait) {
            return trait(trait, person.traits().get(trait.trait()));
        }
        if (condition instanceof Event event) {
            return event(event, person);
        }
        if (condition instanceof InSegment segment) {
            return world.segment().contains(person.number()) == segment.member();
        }
        if (condition instanceof Score score) {
            Double value = world.scores(score.model()).get(person.number());
            return value != null && order(score.op(), value.compareTo(score.value()));
        }
        if (condition instanceof Cluster cluster) {
            Double value = world.scores(cluster.model()).get(person.number());
            return value != null && cluster.numbers().contains(value.intValue());
        }
        return top((TopScore) condition, person);
    }

    private boolean top(TopScore top, World.Person person) {
        List<Integer> ranked = world.people().stream()
                .filter(other -> !other.merged() && world.scores(top.model()).containsKey(other.number()))
                .sorted(Comparator.comparing((World.Person other) ->
                                -world.scores(top.model()).get(other.number()))
                        .thenComparing(World.Person::number))
                .map(World.Person::number)
                .toList();
        int places = (int) Math.ceil(top.share() * ranked.size() - 1e-12);
        return ranked.subList(0, places).contains(person.number());
    }

    private boolean trait(Trait trait, @Nullable Object actual) {
        Comparison comparison = trait.comparison();
        if (comparison.op() == Operator.EXISTS) {
            return actual != null;
        }
        if (comparison.op() == Operator.MISSING) {
            return actual == null;
        }
        return actual == null ? trait.ifMissing() : compare(comparison, actual);
    }

    private boolean compare(Comparison comparison, Object actual) {
        return switch (comparison.op()) {
            case EQUALS, IN -> comparison.values().stream().anyMatch(value -> equal(actual, value));
            case NOT_EQUALS, NOT_IN -> comparison.values().stream().noneMatch(value -> equal(actual, value));
            case CONTAINS -> String.valueOf(actual).contains(text(comparison.value()));
            case STARTS_WITH -> String.valueOf(actual).startsWith(text(comparison.value()));
            default ->
                actual instanceof Instant instant
                        ? time(
                                comparison.op(),
                                instant,
                                comparison.value().moment(asOf).orElseThrow())
                        : order(
                                comparison.op(),
                                Double.compare((Double) actual, ((Value.Numeric) comparison.value()).number()));
        };
    }

    private boolean equal(Object actual, Value value) {
        if (actual instanceof Instant instant) {
            Moment moment = value.moment(asOf).orElseThrow();
            return !instant.isBefore(moment.start()) && instant.isBefore(moment.end());
        }
        if (actual instanceof Double number) {
            return number.equals(Double.valueOf(text(value)));
        }
        return String.valueOf(actual).equals(text(value));
    }

    private static String text(Value value) {
        if (value instanceof Value.Numeric numeric) {
            return new BigDecimal(String.valueOf(numeric.number()))
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return value instanceof Value.Flag flag ? String.valueOf(flag.flag()) : ((Value.Text) value).text();
    }

    private static boolean time(Operator op, Instant actual, Moment moment) {
        return switch (op) {
            case BEFORE, LESS_THAN -> actual.isBefore(moment.start());
            case AFTER, MORE_THAN -> !actual.isBefore(moment.end());
            case AT_LEAST -> !actual.isBefore(moment.start());
            case AT_MOST -> actual.isBefore(moment.end());
            default -> throw new IllegalArgumentException(op.json());
        };
    }

    private static boolean order(Operator op, int order) {
        return switch (op) {
            case AT_LEAST -> order >= 0;
            case AT_MOST -> order <= 0;
            case MORE_THAN -> order > 0;
            case LESS_THAN -> order < 0;
            case EQUALS -> order == 0;
            default -> throw new IllegalArgumentException(op.json());
        };
    }

    private boolean event(Event condition, World.Person person) {
        List<World.Deed> deeds = person.deeds().stream()
                .filter(deed -> deed.name().equals(condition.event()) && seen(deed))
                .filter(deed -> within(condition.within(), deed.at()))
                .filter(deed -> condition.where().stream().allMatch(where -> where(where, deed)))
                .toList();
        if (deeds.isEmpty() && condition.measure().needsAnEvent()) {
            return false;
        }
        BigDecimal measured =
                switch (condition.measure()) {
                    case COUNT -> BigDecimal.valueOf(deeds.size());
                    case ORDERS ->
                        BigDecimal.valueOf(
                                deeds.stream().map(World.Deed::order).distinct().count());
                    case AMOUNT -> sum(deeds.stream().map(World.Deed::amount).toList());
                    case QUANTITY ->
                        sum(deeds.stream().map(World.Deed::quantity).toList());
                    case DAYS_SINCE_LAST, DAYS_SINCE_FIRST -> days(condition.measure(), deeds);
                };
        return order(condition.op(), measured.compareTo(BigDecimal.valueOf(condition.value())));
    }

    private boolean seen(World.Deed deed) {
        boolean knownThen = deed.knownAt().map(known -> !known.isAfter(asOf)).orElse(true);
        return !deed.at().isAfter(asOf) && (knownThen || !view.then());
    }

    private BigDecimal days(Measure measure, List<World.Deed> deeds) {
        Comparator<Instant> order = Comparator.naturalOrder();
        Instant at = deeds.stream()
                .map(World.Deed::at)
                .max(measure == Measure.DAYS_SINCE_LAST ? order : order.reversed())
                .orElseThrow();
        return BigDecimal.valueOf(Duration.between(at, asOf).toDays());
    }

    private static BigDecimal sum(List<Optional<BigDecimal>> values) {
        return values.stream().flatMap(Optional::stream).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private boolean within(Window window, Instant at) {
        if (window instanceof Window.Last last) {
            return at.isAfter(last.span().before(asOf));
        }
        if (window instanceof Window.Between between) {
            Predicate<Value> begun =
                    from -> !at.isBefore(from.moment(asOf).orElseThrow().start());
            Predicate<Value> ended =
                    to -> !at.isBefore(to.moment(asOf).orElseThrow().end());
            return between.from().filter(begun.negate()).isEmpty()
                    && between.to().filter(ended).isEmpty();
        }
        return true;
    }

    private boolean where(Where where, World.Deed deed) {
        Comparison comparison = where.comparison();
        Object actual =
                switch (where.property()) {
                    case "category" -> deed.category().orElse(null);
                    case "amount" -> deed.amount().map(BigDecimal::doubleValue).orElse(null);
                    default -> plain(deed.properties().get(where.property()));
                };
        return switch (comparison.op()) {
            case EXISTS -> actual != null;
            case MISSING -> actual == null;
            case AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN -> actual instanceof Double && compare(comparison, actual);
            case EQUALS, IN ->
                actual != null && comparison.values().stream().anyMatch(value -> propertyEquals(actual, value));
            case NOT_EQUALS, NOT_IN ->
                actual != null && comparison.values().stream().noneMatch(value -> propertyEquals(actual, value));
            default -> actual != null && compare(comparison, asJson(actual));
        };
    }

    /** Numbers equal numbers; everything else is compared as JSON writes it. */
    private static boolean propertyEquals(Object actual, Value value) {
        return value instanceof Value.Numeric numeric
                ? Objects.equals(actual, numeric.number())
                : asJson(actual).equals(text(value));
    }

    private static String asJson(Object actual) {
        return actual instanceof Double number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(actual);
    }

    private static @Nullable Object plain(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return null;
        }
        return json.isNumber() ? (Object) json.doubleValue() : json.asText();
    }
}

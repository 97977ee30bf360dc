// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.World.pick;

import io.kohorte.core.condition.Comparison;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.Measure;
import io.kohorte.core.condition.Operator;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.condition.Span;
import io.kohorte.core.condition.Value;
import io.kohorte.core.condition.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Conditions of every kind over a {@link World}, well typed. */
final class RandomCondition {

    private static final List<Operator> EQUALITY =
            List.of(Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN);
    private static final List<Operator> ORDER =
            List.of(Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN);
    private static final List<Operator> PRESENCE = List.of(Operator.EXISTS, Operator.MISSING);
    private static final List<String> TIMES =
            List.of("2024-01-01", "2024-02-29", "2024-03-31T12:00:00Z", "2024-02-29T12:00:00Z");
    private static final List<String> SPANS = List.of("P30D", "P1M", "P90D", "PT12H", "P3M");

    private final Random random;

    RandomCondition(Random random) {
        this.random = random;
    }

    Condition condition(int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            List<Condition> children = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                children.add(condition(depth - 1));
            }
            return switch (random.nextInt(3)) {
                case 0 -> new Condition.All(children);
                case 1 -> new Condition.Any(children);
                default -> new Condition.None(children);
            };
        }
        return leaf();
    }

    private Condition leaf() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> trait();
            case 3, 4, 5, 6 -> event();
            case 7 -> new Condition.InSegment(new SegmentId(1), random.nextBoolean());
            case 8 ->
                random.nextBoolean()
                        ? new Condition.Score(World.PREDICTION, measureOperator(), random.nextInt(11) / 10.0)
                        : new Condition.TopScore(World.PREDICTION, (1 + random.nextInt(20)) / 20.0);
            default ->
                new Condition.Cluster(
                        World.CLUSTERING,
                        random.ints(random.nextInt(3), 0, 5).boxed().toList());
        };
    }

    private Condition trait() {
        return switch (random.nextInt(5)) {
            case 0 ->
                trait(
                        "country",
                        comparison(
                                EQUALITY,
                                this::text,
                                List.of(Operator.CONTAINS, Operator.STARTS_WITH),
                                () -> new Value.Text(pick(random, List.of("D", "'", "e")))));
            case 1 -> trait("visits", comparison(EQUALITY, this::number, ORDER, this::number));
            case 2 ->
                trait("vip", comparison(EQUALITY, () -> new Value.Flag(random.nextBoolean()), List.of(), this::number));
            case 3 ->
                trait(
                        "signup",
                        comparison(
                                EQUALITY,
                                this::time,
                                Stream.concat(ORDER.stream(), Stream.of(Operator.BEFORE, Operator.AFTER))
                                        .toList(),
                                this::time));
            default -> trait("never heard of", comparison(EQUALITY, this::text, ORDER, this::number));
        };
    }

    private Condition trait(String name, Comparison comparison) {
        return new Condition.Trait(name, comparison, !comparison.op().takesNothing() && random.nextBoolean());
    }

    private Condition event() {
        Measure measure = pick(random, List.of(Measure.values()));
        double value =
                switch (measure) {
                    case AMOUNT -> pick(random, List.of(0.0, 0.3, 33.33, 66.66, 99.99999, 100.0, -0.00001));
                    case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
                        pick(random, List.of(0.0, 29.0, 30.0, 30.5, 31.0, 100.0, 1e15));
                    default -> pick(random, List.of(0.0, 1.0, 1.5, 2.0, 3.0, -1.0));
                };
        List<Condition.Where> where = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            where.add(where());
        }
        return new Condition.Event(pick(random, World.EVENTS), measure, measureOperator(), value, window(), where);
    }

    private Condition.Where where() {
        return switch (random.nextInt(3)) {
            case 0 ->
                new Condition.Where(
                        "category",
                        comparison(
                                EQUALITY,
                                () -> new Value.Text(pick(random, World.CATEGORIES)),
                                List.of(Operator.CONTAINS),
                                () -> new Value.Text("oe")));
            case 1 -> new Condition.Where("amount", comparison(EQUALITY, this::amount, ORDER, this::amount));
            default -> new Condition.Where("co/lo~r", comparison(EQUALITY, this::mixed, ORDER, this::number));
        };
    }

    private Comparison comparison(
            List<Operator> equality,
            java.util.function.Supplier<Value> equal,
            List<Operator> others,
            java.util.function.Supplier<Value> other) {
        int kind = random.nextInt(5);
        if (kind == 0) {
            return new Comparison(pick(random, PRESENCE), List.of());
        }
        if (kind < 3 || others.isEmpty()) {
            Operator op = pick(random, equality);
            return new Comparison(
                    op,
                    Stream.generate(equal)
                            .limit(op.takesList() ? 1 + random.nextInt(3) : 1)
                            .toList());
        }
        return new Comparison(pick(random, others), List.of(other.get()));
    }

    private Window window() {
        return switch (random.nextInt(4)) {
            case 0 -> new Window.Ever();
            case 2 -> new Window.Between(Optional.empty(), Optional.of(time()));
            case 1 -> new Window.Last(span());
            default ->
                new Window.Between(Optional.of(time()), random.nextBoolean() ? Optional.of(time()) : Optional.empty());
        };
    }

    private Operator measureOperator() {
        return pick(random, List.copyOf(Operator.OF_MEASURES));
    }

    private Value text() {
        return random.nextInt(5) == 0 ? new Value.Numeric(5) : new Value.Text(pick(random, World.COUNTRIES));
    }

    private Value number() {
        return new Value.Numeric(pick(random, World.NUMBERS));
    }

    private Value amount() {
        return new Value.Numeric(pick(random, List.of(0.1, 33.33, 100.0, -33.33, 33.333333)));
    }

    private Value mixed() {
        return pick(
                random,
                List.of(
                        new Value.Text("red"),
                        new Value.Numeric(5),
                        new Value.Numeric(2.5),
                        new Value.Flag(true),
                        new Value.Text("5")));
    }

    private Value time() {
        return random.nextBoolean() ? new Value.Ago(span()) : new Value.Text(pick(random, TIMES));
    }

    private Span span() {
        return Span.parse(pick(random, SPANS)).orElseThrow();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.stddevSamp;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;

/**
 * Features made by rule instead of by thought (after Kanter, Veeramachaneni 2015): what happened, counted and summed by window and by category, and
 * over orders, which are themselves sums of their lines, how large they get and how much they vary. Each is its own name, so that it is found again.
 */
public final class AutomaticFeatures {
    /** Of every name. */
    public static final String PREFIX = "auto:";

    private static final int MOST_EVENTS = 8;
    private static final List<Integer> WINDOWS = List.of(30, 90, 365);
    private static final Pattern NAME = Pattern.compile(PREFIX + "([a-z-]+):([1-9]\\d{0,3}):(.+)");

    private static final Field<LocalDateTime> AT = field(name("at"), LocalDateTime.class);
    private static final Field<Double> AMOUNT = field(name("amount"), Double.class);
    private static final Field<String> EVENT = field(name("name"), String.class);
    private static final Field<String> ITEM = field(name("item"), String.class);
    private static final Field<String> CATEGORY = field(name("category"), String.class);

    private AutomaticFeatures() {}

    /** How something is looked at, by what its name calls it. */
    private enum Look {
        COUNT(Grain.EVENT, Unit.EVENTS, true, "“%s”: how often", "„%s“: wie oft"),
        ITEMS(Grain.EVENT, Unit.ITEMS, true, "“%s”: different items", "„%s“: verschiedene Artikel"),
        AMOUNT(Grain.EVENT, Unit.MONEY, true, "“%s”: money", "„%s“: Geld"),
        CATEGORY_COUNT(Grain.EVENT, Unit.ITEMS, true, "%s: lines ordered", "%s: bestellte Positionen"),
        CATEGORY_AMOUNT(Grain.EVENT, Unit.MONEY, true, "%s: money spent", "%s: Umsatz"),
        ORDER_MAX(Grain.ORDER, Unit.NUMBER, false, "largest %s of an order", "größte Bestellung (%s)"),
        ORDER_MEAN(Grain.ORDER, Unit.NUMBER, false, "mean %s of an order", "mittlere Bestellung (%s)"),
        ORDER_SPREAD(Grain.ORDER, Unit.NUMBER, false, "spread of the %s of orders", "Streuung der Bestellungen (%s)");

        private final Grain grain;
        private final Unit unit;
        private final boolean absentIsZero;
        private final String english;
        private final String german;

        Look(Grain grain, Unit unit, boolean absentIsZero, String english, String german) {
            this.grain = grain;
            this.unit = unit;
            this.absentIsZero = absentIsZero;
            this.english = english;
            this.german = german;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Field<?> measure(Moment moment, int days, String subject) {
            Condition recent = moment.withinLast(AT, days);
            Condition happened = recent.and(EVENT.eq(inline(subject)));
            Condition bought =
                    recent.and(EVENT.eq(inline(FeatureCatalogue.ORDER))).and(CATEGORY.eq(inline(subject)));
            Field<Double> money = field("abs({0})", Double.class, AutomaticFeatures.AMOUNT);
            Field<Double> ofOrder = AutomaticFeatures.ofOrder(subject);
            return switch (this) {
                case COUNT -> count(when(happened, inline(1)));
                case ITEMS -> countDistinct(when(happened, ITEM));
                case AMOUNT -> sum(when(happened, money));
                case CATEGORY_COUNT -> count(when(bought, inline(1)));
                case CATEGORY_AMOUNT -> sum(when(bought, money));
                case ORDER_MAX -> max(when(recent, ofOrder));
                case ORDER_MEAN -> avg(when(recent, ofOrder));
                case ORDER_SPREAD -> stddevSamp(when(recent, ofOrder));
            };
        }
    }

    /** At most a hundred and twenty. */
    public static List<Feature> of(Collection<String> events, Collection<String> categories) {
        List<String> happened = events.stream().sorted().limit(MOST_EVENTS).toList();
        return WINDOWS.stream()
                .flatMap(days -> Stream.of(
                                names(Look.COUNT, days, happened),
                                names(
                                        Look.ITEMS,
                                        days,
                                        happened.contains(FeatureCatalogue.ORDER)
                                                ? List.of(FeatureCatalogue.ORDER)
                                                : List.of()),
                                names(Look.AMOUNT, days, happened),
                                names(Look.CATEGORY_COUNT, days, categories),
                                names(Look.CATEGORY_AMOUNT, days, categories),
                                names(Look.ORDER_MAX, days, List.of("amount", "quantity")),
                                names(Look.ORDER_MEAN, days, List.of("amount", "quantity")),
                                names(Look.ORDER_SPREAD, days, List.of("amount", "quantity")))
                        .flatMap(name -> name))
                .flatMap(name -> find(name).stream())
                .toList();
    }

    private static Stream<String> names(Look look, int days, Collection<String> subjects) {
        return subjects.stream().map(subject -> PREFIX + look.wireName() + ":" + days + ":" + subject);
    }

    /** Empty where the name is not of this kind. */
    static Optional<Feature> find(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int days = Integer.parseInt(parts.group(2));
        String subject = parts.group(3);
        return Stream.of(Look.values())
                .filter(look -> look.wireName().equals(parts.group(1)))
                .filter(look -> look.grain == Grain.EVENT
                        || Set.of("amount", "quantity").contains(subject))
                .map(look -> feature(name, look, days, subject))
                .findFirst();
    }

    private static Feature feature(String name, Look look, int days, String subject) {
        Wording what = look.grain == Grain.ORDER ? ofOrders(subject) : new Wording(subject, subject);
        Wording label = new Wording(
                look.english.formatted(what.en()) + ", " + days + " days",
                look.german.formatted(what.de()) + ", " + days + " Tage");
        String english = look.english.formatted(what.en()) + " in the last " + days + " days";
        String german = look.german.formatted(what.de()) + " in den letzten " + days + " Tagen";
        return new Feature(
                name,
                Feature.Kind.NUMBER,
                look.unit,
                look.grain,
                look.absentIsZero,
                label,
                look.absentIsZero
                        ? new Wording(english + "; 0 where there was nothing.", german + "; 0, wo nichts war.")
                        : new Wording(english + "; missing without orders.", german + "; fehlt ohne Bestellung."),
                new Wording("much: " + label.en(), "viel: " + label.de()),
                new Wording("little: " + label.en(), "wenig: " + label.de()),
                Set.of(),
                moment -> look.measure(moment, days, subject));
    }

    private static Field<Double> ofOrder(String column) {
        return field(name(column), Double.class);
    }

    private static Wording ofOrders(String subject) {
        return subject.equals("amount")
                ? new Wording("amount", "Betrag")
                : new Wording("number of items", "Artikelzahl");
    }
}

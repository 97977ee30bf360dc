// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.varSamp;
import static org.jooq.impl.DSL.when;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;

/** Days with a purchase, a purchase being any event a person says it is: what models of customer value count. Names are a prefix and the event. */
public final class PurchaseDayFeatures {
    public static final String DAYS = "purchase-days:";
    public static final String SPAN = "purchase-span:";
    public static final String AGE = "purchase-age:";
    public static final String SPEND = "purchase-spend:";
    public static final String REPEAT_SPEND = "repeat-spend:";
    public static final String REPEAT_SPREAD = "repeat-spread:";

    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<LocalDateTime> DAY = field(name("day"), LocalDateTime.class);
    private static final Field<LocalDateTime> FIRST_DAY = field(name("first_day"), LocalDateTime.class);
    private static final Field<Double> AMOUNT = field(name("amount"), Double.class);

    private PurchaseDayFeatures() {}

    /** What is known of a buyer as of a moment. */
    public static List<Feature> of(String event) {
        return List.of(days(event), span(event), age(event), repeatSpend(event), repeatSpread(event));
    }

    /** What came in a span of time. */
    public static List<Feature> outcome(String event) {
        return List.of(days(event), spend(event));
    }

    static Optional<Feature> find(String name) {
        int colon = name.indexOf(':') + 1;
        String event = name.substring(colon);
        return switch (name.substring(0, colon)) {
            case DAYS -> Optional.of(days(event));
            case SPAN -> Optional.of(span(event));
            case AGE -> Optional.of(age(event));
            case SPEND -> Optional.of(spend(event));
            case REPEAT_SPEND -> Optional.of(repeatSpend(event));
            case REPEAT_SPREAD -> Optional.of(repeatSpread(event));
            default -> Optional.empty();
        };
    }

    private static Feature days(String event) {
        return feature(
                DAYS,
                event,
                Unit.NUMBER,
                true,
                new Wording("Days with %s", "Tage mit %s"),
                new Wording("On how many days there was '%s'.", "An wie vielen Tagen es „%s“ gab."),
                moment -> count(when(is(event), inline(1))));
    }

    private static Feature span(String event) {
        return feature(
                SPAN,
                event,
                Unit.DAYS,
                false,
                new Wording("Days between first and last %s", "Tage zwischen erstem und letztem %s"),
                new Wording(
                        "How many days lie between the first '%s' and the last; missing without any.",
                        "Wie viele Tage zwischen dem ersten „%s“ und dem letzten liegen; fehlt, wo es keines gab."),
                moment -> Moment.daysBetween(min(when(is(event), DAY)), max(when(is(event), DAY))));
    }

    private static Feature age(String event) {
        return feature(
                AGE,
                event,
                Unit.DAYS,
                false,
                new Wording("Days since the first %s", "Tage seit dem ersten %s"),
                new Wording(
                        "How many days ago the day of the first '%s' began; missing without any.",
                        "Vor wie vielen Tagen der Tag des ersten „%s“ begann; fehlt, wo es keines gab."),
                moment -> moment.daysSince(min(when(is(event), DAY))));
    }

    private static Feature spend(String event) {
        return feature(
                SPEND,
                event,
                Unit.MONEY,
                true,
                new Wording("Money of %s", "Betrag von %s"),
                new Wording("The sum of the amounts of '%s'.", "Die Summe der Beträge von „%s“."),
                moment -> sum(when(is(event), AMOUNT)));
    }

    private static Feature repeatSpend(String event) {
        return feature(
                REPEAT_SPEND,
                event,
                Unit.MONEY,
                false,
                new Wording("Money per day of repeated %s", "Betrag je Tag mit erneutem %s"),
                new Wording(
                        "The mean amount of days with '%s' after the first such day; missing where there is none.",
                        "Mittlerer Betrag der Tage mit „%s“ nach dem ersten solchen Tag; fehlt, wo es keinen gab."),
                moment -> avg(when(isRepeated(event), AMOUNT)));
    }

    private static Feature repeatSpread(String event) {
        return feature(
                REPEAT_SPREAD,
                event,
                Unit.NUMBER,
                false,
                new Wording("Spread of repeated %s", "Streuung bei erneutem %s"),
                new Wording(
                        "The variance of the amounts of days with '%s' after the first such day; missing below two.",
                        "Die Varianz der Beträge der Tage mit „%s“ nach dem ersten solchen Tag; fehlt bei weniger als zwei."),
                moment -> varSamp(when(isRepeated(event), AMOUNT)));
    }

    private static Condition is(String event) {
        return NAME.eq(inline(event));
    }

    private static Condition isRepeated(String event) {
        return is(event).and(DAY.gt(FIRST_DAY));
    }

    private static Feature feature(
            String prefix,
            String event,
            Unit unit,
            boolean absentIsZero,
            Wording label,
            Wording sentence,
            Feature.Measure measure) {
        Wording words = filled(label, event);
        return new Feature(
                prefix + event,
                Feature.Kind.NUMBER,
                unit,
                Grain.DAY,
                absentIsZero,
                words,
                filled(sentence, event),
                new Wording("high: " + words.en(), "hoch: " + words.de()),
                new Wording("low: " + words.en(), "niedrig: " + words.de()),
                Set.of(event),
                measure);
    }

    private static Wording filled(Wording template, String event) {
        return new Wording(template.en().formatted(event), template.de().formatted(event));
    }
}

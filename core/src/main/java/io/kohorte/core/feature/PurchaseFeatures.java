// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import static io.kohorte.core.feature.Words.label;
import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.jooq.Field;

/** What orders and returns say: recency, frequency, monetary value (Hughes 1994) and their relatives. */
final class PurchaseFeatures {
    static final String ORDER = FeatureCatalogue.ORDER;
    static final String REFUND = "Order Refunded";

    private static final Field<LocalDateTime> AT = field(name("at"), LocalDateTime.class);
    private static final Field<Double> AMOUNT = field(name("amount"), Double.class);
    private static final Field<Double> QUANTITY = field(name("quantity"), Double.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<Object> DAY = field("cast({0} as date)", AT);

    private PurchaseFeatures() {}

    static final List<Feature> ALL = List.of(
            orders(
                    "recency",
                    Unit.DAYS,
                    false,
                    moment -> moment.daysSince(max(AT)),
                    label("Days since the last order", "Tage seit der letzten Bestellung")
                            .says(
                                    "How many days ago the customer last ordered; missing for those who never did.",
                                    "Vor wie vielen Tagen zuletzt bestellt wurde; fehlt bei allen, die nie bestellt haben.")
                            .high("away for long", "lange nicht bestellt")
                            .low("ordered recently", "kürzlich bestellt")),
            orders(
                    "frequency",
                    Unit.ORDERS,
                    true,
                    moment -> count(),
                    label("Orders", "Bestellungen")
                            .says(
                                    "How many orders the customer has placed so far.",
                                    "Wie viele Bestellungen es bisher gab.")
                            .high("order often", "bestellen oft")
                            .low("order rarely", "bestellen selten")),
            orders(
                    "monetary",
                    Unit.MONEY,
                    true,
                    moment -> sum(AMOUNT),
                    label("Total spend", "Gesamtumsatz")
                            .says(
                                    "The sum of all orders so far, returns not deducted.",
                                    "Die Summe aller bisherigen Bestellungen, Retouren nicht abgezogen.")
                            .high("spend much in total", "hoher Gesamtumsatz")
                            .low("spend little in total", "geringer Gesamtumsatz")),
            orders(
                    "inter-purchase-time",
                    Unit.DAYS,
                    false,
                    moment -> gap(),
                    label("Days between orders", "Tage zwischen Bestellungen")
                            .says(
                                    "The mean number of days between days with an order; missing below two such days.",
                                    "Mittlerer Abstand zwischen Bestelltagen; fehlt bei weniger als zwei Bestelltagen.")
                            .high("long pauses between orders", "lange Pausen zwischen Bestellungen")
                            .low("short pauses between orders", "kurze Pausen zwischen Bestellungen")),
            orders(
                    "relative-recency",
                    Unit.RATIO,
                    false,
                    moment -> moment.daysSince(max(AT)).div(gap()),
                    label("Pause against own rhythm", "Pause im Vergleich zum eigenen Rhythmus")
                            .says(
                                    "Days since the last order divided by the customer's usual pause: above 1 means overdue. Missing below two days with an order.",
                                    "Tage seit der letzten Bestellung geteilt durch die übliche Pause: über 1 heißt überfällig. Fehlt bei weniger als zwei Bestelltagen.")
                            .high("overdue by their own rhythm", "nach eigenem Rhythmus überfällig")
                            .low("within their own rhythm", "im eigenen Rhythmus")),
            orders(
                    "basket-mean",
                    Unit.MONEY,
                    false,
                    moment -> avg(AMOUNT),
                    label("Mean basket", "Mittlerer Warenkorb")
                            .says(
                                    "The mean amount of an order; missing without orders.",
                                    "Mittlerer Betrag einer Bestellung; fehlt ohne Bestellung.")
                            .high("large baskets", "große Warenkörbe")
                            .low("small baskets", "kleine Warenkörbe")),
            orders(
                    "basket-max",
                    Unit.MONEY,
                    false,
                    moment -> max(AMOUNT),
                    label("Largest basket", "Größter Warenkorb")
                            .says(
                                    "The largest order so far; missing without orders.",
                                    "Die bisher größte Bestellung; fehlt ohne Bestellung.")
                            .high("a very large order", "eine sehr große Bestellung")
                            .low("never a large order", "nie eine große Bestellung")),
            orders(
                    "items-per-order",
                    Unit.ITEMS,
                    false,
                    moment -> avg(QUANTITY),
                    label("Items per order", "Artikel je Bestellung")
                            .says(
                                    "The mean number of items in an order; missing where quantities are unknown.",
                                    "Mittlere Artikelzahl einer Bestellung; fehlt, wo keine Mengen bekannt sind.")
                            .high("many items per order", "viele Artikel je Bestellung")
                            .low("few items per order", "wenige Artikel je Bestellung")),
            orders(
                    "active-months",
                    Unit.MONTHS,
                    true,
                    moment -> countDistinct(field("date_trunc('month', {0})", AT)),
                    label("Months with an order", "Monate mit Bestellung")
                            .says(
                                    "In how many calendar months the customer ordered.",
                                    "In wie vielen Kalendermonaten bestellt wurde.")
                            .high("active in many months", "in vielen Monaten aktiv")
                            .low("active in few months", "in wenigen Monaten aktiv")),
            orders(
                    "orders-90-days",
                    Unit.ORDERS,
                    true,
                    moment -> count(when(moment.withinLast(AT, 90), inline(1))),
                    label("Orders in 90 days", "Bestellungen in 90 Tagen")
                            .says(
                                    "How many orders the last 90 days brought.",
                                    "Wie viele Bestellungen die letzten 90 Tage brachten.")
                            .high("many recent orders", "viele Bestellungen zuletzt")
                            .low("hardly any recent order", "zuletzt kaum Bestellungen")),
            orders(
                    "trend",
                    Unit.RATIO,
                    false,
                    PurchaseFeatures::trend,
                    label("Trend of spend", "Umsatztrend")
                            .says(
                                    "Spend of the last 90 days against the 90 before: from −1 (stopped) over 0 (steady) to 1 (started). Missing without orders in 180 days.",
                                    "Umsatz der letzten 90 Tage gegen die 90 davor: von −1 (aufgehört) über 0 (gleich) bis 1 (neu). Fehlt ohne Bestellung in 180 Tagen.")
                            .high("growing", "wachsend")
                            .low("declining", "rückläufig")),
            new Feature(
                    "return-share",
                    Feature.Kind.NUMBER,
                    Unit.SHARE,
                    Grain.EVENT,
                    false,
                    new Wording("Share returned", "Retourenanteil"),
                    new Wording(
                            "The amount refunded as a share of the amount ordered; missing without orders.",
                            "Erstatteter Betrag als Anteil am bestellten Betrag; fehlt ohne Bestellung."),
                    new Wording("return much", "retournieren viel"),
                    new Wording("return little", "retournieren wenig"),
                    Set.of(REFUND),
                    moment -> coalesce(amountOf(REFUND), inline(0.0)).div(nullif(amountOf(ORDER), inline(0.0)))),
            new Feature(
                    "distinct-items",
                    Feature.Kind.NUMBER,
                    Unit.ITEMS,
                    Grain.EVENT,
                    true,
                    new Wording("Different items", "Verschiedene Artikel"),
                    new Wording(
                            "How many different items the customer ordered.",
                            "Wie viele verschiedene Artikel bestellt wurden."),
                    new Wording("a wide range of items", "breites Sortiment"),
                    new Wording("a narrow range of items", "schmales Sortiment"),
                    Set.of(),
                    moment -> countDistinct(when(NAME.eq(inline(ORDER)), field(name("item"))))),
            new Feature(
                    "tenure",
                    Feature.Kind.NUMBER,
                    Unit.DAYS,
                    Grain.EVENT,
                    false,
                    new Wording("Days known", "Tage bekannt"),
                    new Wording(
                            "Days since the customer's first event of any kind.",
                            "Tage seit dem ersten Ereignis gleich welcher Art."),
                    new Wording("known for long", "lange bekannt"),
                    new Wording("new", "neu"),
                    Set.of(),
                    moment -> moment.daysSince(min(AT))));

    /** Share of spend in one category, for the categories found in the data. */
    static Feature categoryShare(String category) {
        Field<Double> within = sum(when(
                        NAME.eq(inline(ORDER))
                                .and(field(name("category"), String.class).eq(inline(category))),
                        AMOUNT))
                .cast(Double.class);
        return new Feature(
                FeatureCatalogue.CATEGORY_SHARE + category,
                Feature.Kind.NUMBER,
                Unit.SHARE,
                Grain.EVENT,
                false,
                new Wording("Share of " + category, "Anteil " + category),
                new Wording(
                        "Which share of the spend went to " + category + "; missing without spend.",
                        "Welcher Anteil des Umsatzes auf " + category + " entfiel; fehlt ohne Umsatz."),
                new Wording("much " + category, "viel " + category),
                new Wording("little " + category, "wenig " + category),
                Set.of(),
                moment -> coalesce(within, inline(0.0)).div(nullif(amountOf(ORDER), inline(0.0))));
    }

    private static Feature orders(String name, Unit unit, boolean absentIsZero, Feature.Measure measure, Words words) {
        return new Feature(
                name,
                Feature.Kind.NUMBER,
                unit,
                Grain.ORDER,
                absentIsZero,
                words.label(),
                words.sentence(),
                words.high(),
                words.low(),
                Set.of(),
                measure);
    }

    private static Field<Double> gap() {
        return Moment.daysBetween(min(AT), max(AT))
                .div(nullif(countDistinct(DAY).minus(1), inline(0)));
    }

    private static Field<?> trend(Moment moment) {
        Field<Double> recent =
                coalesce(sum(when(moment.withinLast(AT, 90), AMOUNT)).cast(Double.class), inline(0.0));
        Field<Double> both =
                coalesce(sum(when(moment.withinLast(AT, 180), AMOUNT)).cast(Double.class), inline(0.0));
        return recent.mul(inline(2.0)).minus(both).div(nullif(both, inline(0.0)));
    }

    private static Field<Double> amountOf(String event) {
        return sum(when(NAME.eq(inline(event)), field("abs({0})", Double.class, AMOUNT)))
                .cast(Double.class);
    }
}

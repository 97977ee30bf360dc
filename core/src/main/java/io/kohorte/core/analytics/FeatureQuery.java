// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.EVENT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_AMOUNT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_AT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_CATEGORY;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_ITEM;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_NAME;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_ORDER;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_QUANTITY;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE_NUMBER;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import io.kohorte.core.analytics.ReplicaSession.Population;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.Grain;
import io.kohorte.core.feature.Moment;
import java.util.ArrayList;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JoinType;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * One statement for all features: the events that may be read are read once, folded into orders, and both are aggregated per customer. All
 * others are cut off before anything else sees them.
 */
final class FeatureQuery {
    private static final Table<Record> LINES = table(name("lines"));
    private static final Table<Record> ORDERS = table(name("orders"));
    private static final Table<Record> DAYS = table(name("days"));
    private static final Field<Integer> CUSTOMER = field(name("profile"), Integer.class);

    private final List<Feature> features;
    private final Population population;
    private final Moment moment;
    private final Condition seen;

    /** @param seen the events that may be read */
    FeatureQuery(List<Feature> features, Population population, Moment moment, Condition seen) {
        this.features = features;
        this.population = population;
        this.moment = moment;
        this.seen = seen;
    }

    /** Profile number first, then the features in their order; numbers and flags as double, categories as text. Rows ascend by profile. */
    Select<?> select() {
        return select(JoinType.LEFT_OUTER_JOIN);
    }

    /** The same of whoever has a profile and an event that may be read. */
    Select<?> selectKnown() {
        return select(JoinType.JOIN);
    }

    private Select<?> select(JoinType known) {
        List<SelectField<?>> shown = new ArrayList<>();
        shown.add(population.number());
        for (int i = 0; i < features.size(); i++) {
            shown.add(shown(features.get(i), i));
        }
        CommonTableExpression<?> byOrder = aggregated("by_order", ORDERS, Grain.ORDER);
        CommonTableExpression<?> byEvent = aggregated("by_event", LINES, Grain.EVENT);
        CommonTableExpression<?> byDay = aggregated("by_day", DAYS, Grain.DAY);
        return DSL.with(lines())
                .with(orders())
                .with(days())
                .with(byOrder)
                .with(byEvent)
                .with(byDay)
                .select(shown)
                .from(population.table())
                .join(PROFILE, known)
                .on(PROFILE_NUMBER.eq(population.number()))
                .leftJoin(byOrder)
                .on(field(name("by_order", "profile"), Integer.class).eq(population.number()))
                .join(byEvent, known)
                .on(field(name("by_event", "profile"), Integer.class).eq(population.number()))
                .leftJoin(byDay)
                .on(field(name("by_day", "profile"), Integer.class).eq(population.number()))
                .orderBy(population.number());
    }

    private SelectField<?> shown(Feature feature, int position) {
        String column = "f" + position;
        Field<?> value =
                switch (feature.grain()) {
                    case ORDER -> field(name("by_order", column));
                    case EVENT -> field(name("by_event", column));
                    case DAY -> field(name("by_day", column));
                    case PROFILE -> feature.measure().at(moment);
                };
        if (feature.kind() == Feature.Kind.CATEGORY) {
            return value.as(column);
        }
        Field<Double> number = value.cast(Double.class);
        return (feature.absentIsZero() ? DSL.coalesce(number, inline(0.0)) : number).as(column);
    }

    private CommonTableExpression<?> lines() {
        return name("lines")
                .as(DSL.select(
                                EVENT_PROFILE,
                                EVENT_NAME,
                                EVENT_AT,
                                EVENT_ORDER,
                                EVENT_ITEM,
                                EVENT_CATEGORY,
                                EVENT_QUANTITY.cast(Double.class).as("quantity"),
                                EVENT_AMOUNT.cast(Double.class).as("amount"))
                        .from(EVENT)
                        .join(population.table())
                        .on(population.number().eq(EVENT_PROFILE))
                        .where(seen));
    }

    private static CommonTableExpression<?> orders() {
        Field<Object> at = field(name("at"));
        return name("orders")
                .as(DSL.select(
                                CUSTOMER,
                                min(at).as("at"),
                                sum(field(name("quantity"), Double.class))
                                        .cast(Double.class)
                                        .as("quantity"),
                                sum(field(name("amount"), Double.class))
                                        .cast(Double.class)
                                        .as("amount"))
                        .from(LINES)
                        .where(field(name("name"), String.class).eq(inline(FeatureCatalogue.ORDER)))
                        .groupBy(CUSTOMER, field(name("order_key"))));
    }

    /** Of those events only that a feature asks for: mostly none. */
    private CommonTableExpression<?> days() {
        Field<String> event = field(name("name"), String.class);
        Field<Object> day = field("date_trunc('day', {0})", field(name("at")));
        List<String> asked = features.stream()
                .filter(feature -> feature.grain() == Grain.DAY)
                .flatMap(feature -> feature.needs().stream())
                .distinct()
                .toList();
        return name("days")
                .as(DSL.select(
                                CUSTOMER,
                                event,
                                day.as("day"),
                                min(day).over().partitionBy(CUSTOMER, event).as("first_day"),
                                sum(field(name("amount"), Double.class))
                                        .cast(Double.class)
                                        .as("amount"))
                        .from(LINES)
                        .where(event.in(asked.stream().map(DSL::inline).toList()))
                        .groupBy(CUSTOMER, event, day));
    }

    private CommonTableExpression<?> aggregated(String as, Table<Record> from, Grain grain) {
        List<SelectField<?>> columns = new ArrayList<>();
        columns.add(CUSTOMER);
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).grain() == grain) {
                columns.add(features.get(i).measure().at(moment).as("f" + i));
            }
        }
        return name(as).as(DSL.select(columns).from(from).groupBy(CUSTOMER));
    }
}

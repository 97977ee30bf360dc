// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.catalogue;

import io.kohorte.core.analytics.Replica;
import io.kohorte.core.analytics.ReplicaSession;
import io.kohorte.core.analytics.ReplicaTables;
import io.kohorte.core.analytics.TraitColumns;
import io.kohorte.core.catalogue.CatalogueResource.SeenEvent;
import io.kohorte.core.catalogue.CatalogueResource.SeenTrait;
import io.kohorte.core.catalogue.CatalogueResource.SeenValue;
import io.kohorte.core.feature.TraitType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Looks into the analytics replica for values worth offering. */
@ApplicationScoped
class SeenValues {

    private static final int VALUES = 20;
    private static final int LONGEST_VALUE = 100;
    /** Looking through more traits than this would make the page wait. */
    private static final int TRAITS_WITH_VALUES = 100;

    private static final int EVENTS = 200;
    private static final int SAMPLE = 500;
    private static final int PROPERTIES = 100;

    private final Replica replica;

    SeenValues(Replica replica) {
        this.replica = replica;
    }

    /** The same traits with their most frequent values. */
    List<SeenTrait> traits(List<SeenTrait> traits) {
        try (ReplicaSession session = replica.open()) {
            List<SeenTrait> filled = new ArrayList<>();
            for (SeenTrait trait : traits) {
                List<SeenValue> values = filled.size() < TRAITS_WITH_VALUES
                        ? session.traits()
                                .of(trait.name())
                                .map(column -> values(session, column))
                                .orElse(List.of())
                        : List.of();
                filled.add(new SeenTrait(trait.name(), trait.type(), values));
            }
            return filled;
        }
    }

    /** The most frequent events. */
    List<SeenEvent> events() {
        try (ReplicaSession session = replica.open()) {
            var counted = session.query(
                    DSL.select(ReplicaTables.EVENT_NAME, DSL.count())
                            .from(ReplicaTables.EVENT)
                            .groupBy(ReplicaTables.EVENT_NAME)
                            .orderBy(DSL.count().desc(), ReplicaTables.EVENT_NAME)
                            .limit(EVENTS),
                    row -> new SeenEvent(row.getString(1), row.getLong(2), List.of(), List.of()));
            return counted.stream()
                    .map(event -> new SeenEvent(
                            event.name(),
                            event.count(),
                            properties(session, event.name()),
                            categories(session, event.name())))
                    .toList();
        }
    }

    private static List<String> categories(ReplicaSession session, String event) {
        return session
                .query(
                        DSL.select(ReplicaTables.EVENT_CATEGORY, DSL.count())
                                .from(ReplicaTables.EVENT)
                                .where(ReplicaTables.EVENT_NAME.eq(event))
                                .and(ReplicaTables.EVENT_CATEGORY.isNotNull())
                                .groupBy(ReplicaTables.EVENT_CATEGORY)
                                .orderBy(DSL.count().desc(), ReplicaTables.EVENT_CATEGORY)
                                .limit(VALUES),
                        row -> row.getString(1))
                .stream()
                .filter(category -> category.length() <= LONGEST_VALUE)
                .toList();
    }

    /** Dates are typed, not picked, so none are offered. */
    private static List<SeenValue> values(ReplicaSession session, TraitColumns.Column column) {
        if (column.type() == TraitType.TIME) {
            return List.of();
        }
        Field<?> value = column.field();
        return session
                .query(
                        DSL.select(value, DSL.count())
                                .from(ReplicaTables.PROFILE)
                                .where(value.isNotNull())
                                .groupBy(value)
                                .orderBy(DSL.count().desc(), value)
                                .limit(VALUES),
                        row -> new SeenValue(row.getObject(1), row.getLong(2)))
                .stream()
                .filter(seen -> !(seen.value() instanceof String text) || text.length() <= LONGEST_VALUE)
                .toList();
    }

    /** Of the events told last, so that what came for the first time today is there. */
    private static List<String> properties(ReplicaSession session, String event) {
        var sample = DSL.select(
                        ReplicaTables.EVENT_PROPERTIES.as("properties"),
                        ReplicaTables.EVENT_ITEM.as("item"),
                        ReplicaTables.EVENT_CATEGORY.as("category"))
                .from(ReplicaTables.EVENT)
                .where(ReplicaTables.EVENT_NAME.eq(event))
                .orderBy(ReplicaTables.EVENT_ARRIVAL.desc())
                .limit(SAMPLE);
        Field<String> name = DSL.field(
                "unnest(json_keys({0}))", SQLDataType.VARCHAR, DSL.field(DSL.name("properties"), SQLDataType.VARCHAR));
        Set<String> names =
                new TreeSet<>(session.query(DSL.select(name).from(sample.asTable("sample")), row -> row.getString(1)));
        long items = session.number(
                DSL.select(DSL.count(DSL.field(DSL.name("item")))).from(sample.asTable("sample")));
        long categories = session.number(
                DSL.select(DSL.count(DSL.field(DSL.name("category")))).from(sample.asTable("sample")));
        if (items > 0) {
            names.add("item");
        }
        if (categories > 0) {
            names.add("category");
        }
        return names.stream().limit(PROPERTIES).toList();
    }
}

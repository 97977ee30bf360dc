// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.EVENT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_AMOUNT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_AT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_CATEGORY;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_KNOWN_AT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_NAME;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE_NUMBER;
import static java.time.temporal.ChronoUnit.MICROS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.sum;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Moment;
import io.kohorte.core.feature.TraitType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Select;
import org.roaringbitmap.RoaringBitmap;

/** What customers did, read at one state of the replica for as long as it is open. Nothing it answers about a moment sees later events. */
public final class CustomerHistory implements AutoCloseable {
    private final ReplicaSession session;

    CustomerHistory(ReplicaSession session) {
        this.session = session;
    }

    /** First and last event up to {@code asOf}; empty where there is none. */
    public Optional<Span> span(Instant asOf) {
        Select<?> ends = select(min(EVENT_AT), max(EVENT_AT)).from(EVENT).where(EVENT_AT.le(inline(Moment.utc(asOf))));
        return session.query(ends, CustomerHistory::span).get(0);
    }

    /** When the last event up to {@code asOf} happened. */
    public Optional<Instant> lastEvent(Instant asOf) {
        return session.latestEvent(asOf);
    }

    /** Names of all events seen. */
    public Set<String> eventNames() {
        return new HashSet<>(session.query(selectDistinct(EVENT_NAME).from(EVENT), row -> row.getString(1)));
    }

    /** The categories with the largest spend, largest first. */
    public List<String> topCategories(int most, Viewpoint view) {
        return session.query(
                select(EVENT_CATEGORY)
                        .from(EVENT)
                        .where(EVENT_NAME
                                .eq(inline(FeatureCatalogue.ORDER))
                                .and(EVENT_CATEGORY.isNotNull())
                                .and(view.events()))
                        .groupBy(EVENT_CATEGORY)
                        .orderBy(sum(EVENT_AMOUNT).desc().nullsLast(), EVENT_CATEGORY)
                        .limit(inline(most)),
                row -> row.getString(1));
    }

    /** Traits and their types. */
    public Map<String, TraitType> traits() {
        return session.traits().all().stream()
                .collect(Collectors.toMap(TraitColumns.Column::trait, TraitColumns.Column::type));
    }

    /** All customers, with events or without. */
    public RoaringBitmap everybody() {
        return session.bitmap(select(PROFILE_NUMBER).from(PROFILE));
    }

    /** Of these, those who are customers. */
    public RoaringBitmap everybody(RoaringBitmap among) {
        var population = session.population(among);
        return session.bitmap(select(PROFILE_NUMBER)
                .from(PROFILE)
                .where(PROFILE_NUMBER.in(select(population.number()).from(population.table()))));
    }

    /** Customers with any event. */
    public RoaringBitmap known(Viewpoint view) {
        return session.bitmap(customers().and(view.events()));
    }

    /** Of these, customers who did something already, for however much. */
    public RoaringBitmap whoHadDone(Deed deed, Viewpoint view, RoaringBitmap among) {
        return session.bitmap(customers(among).and(isPartOf(deed)).and(view.events()));
    }

    /** Customers who did something already, for however much. */
    public RoaringBitmap whoHadDone(Deed deed, Viewpoint view) {
        return session.bitmap(customers().and(isPartOf(deed)).and(view.events()));
    }

    /** Whether anybody ever did it, for however much. */
    public boolean everDone(Deed deed) {
        return session.number(selectCount().from(EVENT).where(isPartOf(deed))) > 0;
    }

    /** What came of it: customers who did it after {@code after} and up to {@code upTo}, whenever we were told. */
    public RoaringBitmap whoDid(Deed deed, Instant after, Instant upTo) {
        var done = customers().and(isPartOf(deed)).and(between(after, upTo));
        return session.bitmap(
                deed.atLeast() == null
                        ? done
                        : done.groupBy(EVENT_PROFILE)
                                .having(sum(EVENT_AMOUNT).ge(inline(BigDecimal.valueOf(deed.atLeast())))));
    }

    private static Condition isPartOf(Deed deed) {
        Condition named = EVENT_NAME.eq(deed.event());
        return deed.category() == null ? named : named.and(EVENT_CATEGORY.eq(deed.category()));
    }

    /**
     * Shows each time one of these had the event after {@code after} and up to {@code upTo}, whenever we were told: by person, ascending, and of each
     * person in the order of time. The replica sorts them, on disk beyond its memory.
     */
    public void occurrences(String event, RoaringBitmap among, Instant after, Instant upTo, Occurrence reader) {
        var population = session.population(among);
        Select<?> times = select(
                        EVENT_PROFILE,
                        field("epoch_us({0})", Long.class, EVENT_AT),
                        field("coalesce(cast({0} as double), 0)", Double.class, EVENT_AMOUNT))
                .from(EVENT)
                .where(EVENT_NAME.eq(event))
                .and(EVENT_PROFILE.in(select(population.number()).from(population.table())))
                .and(between(after, upTo))
                .orderBy(EVENT_PROFILE, EVENT_AT, EVENT_AMOUNT);
        session.chunks(times, chunk -> {
            for (long row = 0; row < chunk.rowCount(); row++) {
                reader.at(
                        chunk.vector(0).getInt(row),
                        Instant.EPOCH.plus(chunk.vector(1).getLong(row), MICROS),
                        chunk.vector(2).getDouble(row));
            }
        });
    }

    /** Of all that happened up to a moment, the share that was not known then; 0 where nothing happened. */
    public double shareToldLater(Instant moment) {
        double happened = session.number(
                selectCount().from(EVENT).where(Viewpoint.today(moment).events()));
        double known = session.number(
                selectCount().from(EVENT).where(Viewpoint.then(moment).events()));
        return happened == 0 ? 0 : 1 - known / happened;
    }

    /** How long the slowest twentieth of an event's news took to reach us, at least; empty where there was none up to the moment. */
    public Optional<Duration> delay(String event, Instant upTo) {
        Select<?> slow = select(field(
                        "quantile_disc(epoch_us({0}) - epoch_us({1}), .95)", Long.class, EVENT_KNOWN_AT, EVENT_AT))
                .from(EVENT)
                .where(EVENT_NAME.eq(event))
                .and(EVENT_KNOWN_AT.isNotNull())
                .and(Viewpoint.today(upTo).events());
        return session.query(slow, row -> Optional.ofNullable((Long) row.getObject(1))
                        .map(us -> Duration.of(us, MICROS)))
                .get(0);
    }

    /** One row per member of the population, also for those without any event. */
    public FeatureTable extract(List<Feature> features, RoaringBitmap population, Viewpoint view) {
        return extract(features, population, view.moment(), view.events(), FeatureQuery::select);
    }

    /** One row for each of these who is known: as if {@link #known(Viewpoint)} had been asked before, with one look at the events for both. */
    public FeatureTable extractKnown(List<Feature> features, RoaringBitmap among, Viewpoint view) {
        return extract(features, among, view.moment(), view.events(), FeatureQuery::selectKnown);
    }

    /** What came of it: features of nothing but what happened after {@code after} and up to {@code upTo}, whenever we were told. */
    public FeatureTable happened(List<Feature> features, RoaringBitmap population, Instant after, Instant upTo) {
        return extract(features, population, upTo, between(after, upTo), FeatureQuery::select);
    }

    private FeatureTable extract(
            List<Feature> features,
            RoaringBitmap population,
            Instant asOf,
            Condition seen,
            Function<FeatureQuery, Select<?>> question) {
        int size = population.getCardinality();
        int[] profiles = new int[size];
        float[][] numbers = new float[features.size()][size];
        Categories[] categories = new Categories[features.size()];
        for (int i = 0; i < categories.length; i++) {
            categories[i] = new Categories();
        }
        Moment moment = new Moment(asOf, this::traitColumn);
        int[] filled = {0};
        Select<?> select = question.apply(new FeatureQuery(features, session.population(population), moment, seen));
        session.chunks(select, chunk -> {
            int rows = (int) chunk.rowCount();
            for (int row = 0; row < rows; row++) {
                profiles[filled[0] + row] = chunk.vector(0).getInt(row);
            }
            for (int i = 0; i < features.size(); i++) {
                var values = chunk.vector(i + 1L);
                boolean category = features.get(i).kind() == Feature.Kind.CATEGORY;
                for (int row = 0; row < rows; row++) {
                    numbers[i][filled[0] + row] = values.isNull(row)
                            ? Float.NaN
                            : category ? categories[i].code(values.getString(row)) : (float) values.getDouble(row);
                }
            }
            filled[0] += rows;
        });
        List<FeatureColumn> columns = new java.util.ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            float[] column = filled[0] == size ? numbers[i] : Arrays.copyOf(numbers[i], filled[0]);
            columns.add(
                    features.get(i).kind() == Feature.Kind.CATEGORY
                            ? categories[i].column(features.get(i).name(), column)
                            : FeatureColumn.numbers(features.get(i).name(), column));
        }
        return FeatureTable.of(Arrays.copyOf(profiles, filled[0]), columns);
    }

    @Override
    public void close() {
        session.close();
    }

    private static Condition between(Instant after, Instant upTo) {
        return EVENT_AT.gt(inline(Moment.utc(after))).and(EVENT_AT.le(inline(Moment.utc(upTo))));
    }

    private org.jooq.Field<?> traitColumn(String trait) {
        return session.traits()
                .of(trait)
                .map(TraitColumns.Column::field)
                .orElseThrow(() -> new IllegalArgumentException("no trait " + trait));
    }

    private static org.jooq.SelectConditionStep<Record1<Integer>> customers() {
        return selectDistinct(EVENT_PROFILE)
                .from(EVENT)
                .where(EVENT_PROFILE.in(select(PROFILE_NUMBER).from(PROFILE)));
    }

    private org.jooq.SelectConditionStep<Record1<Integer>> customers(RoaringBitmap among) {
        var population = session.population(among);
        return customers().and(EVENT_PROFILE.in(select(population.number()).from(population.table())));
    }

    private static Optional<Span> span(ResultSet row) throws SQLException {
        LocalDateTime first = row.getObject(1, LocalDateTime.class);
        LocalDateTime last = row.getObject(2, LocalDateTime.class);
        return first == null
                ? Optional.empty()
                : Optional.of(new Span(first.toInstant(ZoneOffset.UTC), last.toInstant(ZoneOffset.UTC)));
    }

    /** Hears of one event of a customer. */
    @FunctionalInterface
    public interface Occurrence {
        /** @param amount money of it; 0 where it has none */
        void at(int profile, Instant at, double amount);
    }

    /** From the first event to the last. */
    public record Span(Instant first, Instant last) {}
}

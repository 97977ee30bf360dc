// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.EVENT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_AT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_NAME;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_ORDER;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_PROFILE;

import io.kohorte.core.condition.Condition.Event;
import io.kohorte.core.condition.Measure;
import io.kohorte.core.condition.Value;
import io.kohorte.core.condition.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** SQL of an event condition: an aggregate over the matching events of each profile. */
final class EventSql {

    private static final long DAY = Duration.ofDays(1).toNanos() / 1000;

    private final Event event;
    private final Viewpoint view;
    private final Instant asOf;
    private final Optional<ReplicaSession.Population> among;
    private final String pointer;

    /** @param among profiles whose events are looked at; empty for all */
    EventSql(Event event, Viewpoint view, Optional<ReplicaSession.Population> among, String pointer) {
        this.event = event;
        this.view = view;
        this.asOf = view.moment().truncatedTo(ChronoUnit.MICROS);
        this.among = among;
        this.pointer = pointer;
    }

    /**
     * Profiles without any matching event are in no group of the aggregate: where such a profile fulfils the condition,
     * those are sought that do not.
     */
    Condition holdsFor(Field<Integer> profile) {
        Condition having = Threshold.of(measure(), event.op(), event.value(), scale());
        return holdsWithoutEvents() ? profile.notIn(profiles(DSL.not(having))) : profile.in(profiles(having));
    }

    /** The measure of one profile; null where there is nothing to measure. */
    Select<Record1<BigDecimal>> measureOf(int profile) {
        return DSL.select(measure()).from(EVENT).where(matching()).and(EVENT_PROFILE.eq(profile));
    }

    private boolean holdsWithoutEvents() {
        return !event.measure().needsAnEvent() && Threshold.holds(BigDecimal.ZERO, event.op(), event.value());
    }

    private Select<Record1<Integer>> profiles(Condition having) {
        Condition matching = among.map(population -> matching()
                        .and(EVENT_PROFILE.in(DSL.select(population.number()).from(population.table()))))
                .orElseGet(this::matching);
        return DSL.select(EVENT_PROFILE)
                .from(EVENT)
                .where(matching)
                .groupBy(EVENT_PROFILE)
                .having(having);
    }

    private Field<BigDecimal> measure() {
        return switch (event.measure()) {
            case COUNT -> DSL.field("count(*)", SQLDataType.NUMERIC);
            case ORDERS -> DSL.field("count(distinct {0})", SQLDataType.NUMERIC, EVENT_ORDER);
            case AMOUNT -> DSL.field("coalesce(sum({0}), 0)", SQLDataType.NUMERIC, ReplicaTables.EVENT_AMOUNT);
            case QUANTITY -> DSL.field("coalesce(sum({0}), 0)", SQLDataType.NUMERIC, ReplicaTables.EVENT_QUANTITY);
            case DAYS_SINCE_LAST -> days(DSL.max(EVENT_AT));
            case DAYS_SINCE_FIRST -> days(DSL.min(EVENT_AT));
        };
    }

    private Field<BigDecimal> days(Field<LocalDateTime> at) {
        return DSL.field(
                "divide(epoch_us({0}) - epoch_us({1}), {2})",
                SQLDataType.NUMERIC, DSL.val(utc(asOf)), at, DSL.inline(DAY));
    }

    private int scale() {
        return event.measure() == Measure.AMOUNT || event.measure() == Measure.QUANTITY ? Decimals.SCALE : 0;
    }

    private Condition matching() {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(EVENT_NAME.eq(event.event()));
        conditions.add(view.events());
        if (event.within() instanceof Window.Last last) {
            conditions.add(EVENT_AT.gt(utc(last.span().before(asOf))));
        } else if (event.within() instanceof Window.Between between) {
            between.from().flatMap(this::start).ifPresent(from -> conditions.add(EVENT_AT.ge(from)));
            between.to().flatMap(this::end).ifPresent(to -> conditions.add(EVENT_AT.lt(to)));
        }
        for (int i = 0; i < event.where().size(); i++) {
            conditions.add(new PropertySql(event.where().get(i), asOf, pointer + "/where/" + i).condition());
        }
        return DSL.and(conditions);
    }

    private Optional<LocalDateTime> start(Value value) {
        return value.moment(asOf).map(moment -> utc(moment.start()));
    }

    private Optional<LocalDateTime> end(Value value) {
        return value.moment(asOf).map(moment -> utc(moment.end()));
    }

    private static LocalDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }
}

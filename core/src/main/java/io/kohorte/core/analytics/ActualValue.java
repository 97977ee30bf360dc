// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE_NUMBER;
import static io.kohorte.core.analytics.ReplicaTables.SCORE;
import static io.kohorte.core.analytics.ReplicaTables.SCORE_MODEL;
import static io.kohorte.core.analytics.ReplicaTables.SCORE_PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.SCORE_VALUE;

import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ModelId;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** What a profile has where a condition looks. */
final class ActualValue {

    private final ReplicaSession session;
    private final Instant asOf;
    private final int profile;

    ActualValue(ReplicaSession session, Instant asOf, int profile) {
        this.session = session;
        this.asOf = asOf;
        this.profile = profile;
    }

    /** Text, number, truth value or instant; empty where there is none, and for groups and segments. */
    Optional<Object> of(Condition condition) {
        if (condition instanceof Condition.Trait trait) {
            return session.traits()
                    .of(trait.trait())
                    .flatMap(column ->
                            first(DSL.select(column.field()).from(PROFILE).where(PROFILE_NUMBER.eq(profile))));
        }
        if (condition instanceof Condition.Event event) {
            return first(new EventSql(event, Viewpoint.today(asOf), Optional.empty(), "").measureOf(profile));
        }
        if (condition instanceof Condition.Score score) {
            return score(score.model());
        }
        if (condition instanceof Condition.TopScore top) {
            return score(top.model());
        }
        return condition instanceof Condition.Cluster cluster ? score(cluster.model()) : Optional.empty();
    }

    private Optional<Object> score(ModelId model) {
        return first(DSL.select(SCORE_VALUE)
                .from(SCORE)
                .where(SCORE_MODEL.eq(model.value()))
                .and(SCORE_PROFILE.eq(profile)));
    }

    private Optional<Object> first(Select<?> select) {
        return session
                .query(
                        select,
                        row -> row.getObject(1) instanceof Timestamp
                                ? Optional.<Object>of(
                                        row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC))
                                : Optional.ofNullable(row.getObject(1)))
                .stream()
                .flatMap(Optional::stream)
                .map(value -> value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value)
                .findFirst();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE_NUMBER;
import static io.kohorte.core.analytics.ReplicaTables.SCORE;
import static io.kohorte.core.analytics.ReplicaTables.SCORE_MODEL;
import static io.kohorte.core.analytics.ReplicaTables.SCORE_PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.SCORE_VALUE;

import io.kohorte.core.condition.Comparison;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.Condition.All;
import io.kohorte.core.condition.Condition.Any;
import io.kohorte.core.condition.Condition.Cluster;
import io.kohorte.core.condition.Condition.Event;
import io.kohorte.core.condition.Condition.Group;
import io.kohorte.core.condition.Condition.Score;
import io.kohorte.core.condition.Condition.TopScore;
import io.kohorte.core.condition.Condition.Trait;
import io.kohorte.core.condition.ModelId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * SQL of a condition over {@link ReplicaTables#PROFILE}: true or false for every profile, never null, so that it can be
 * negated. Segments are not part of it; {@link Audience} brings them in.
 */
final class ConditionSql {

    private static final int SHARE_PLACES = 9;

    private final TraitColumns traits;
    private final Viewpoint view;
    private final Optional<ReplicaSession.Population> among;

    /** @param among profiles that are asked about; empty for all */
    ConditionSql(TraitColumns traits, Viewpoint view, Optional<ReplicaSession.Population> among) {
        this.traits = traits;
        this.view = view;
        this.among = among;
    }

    /**
     * @param pointer JSON Pointer of the condition, for problems
     * @throws io.kohorte.core.platform.problem.ProblemException when a comparison does not fit a type
     */
    org.jooq.Condition of(Condition condition, String pointer) {
        if (condition instanceof All group) {
            return DSL.and(children(group, pointer + "/all"));
        }
        if (condition instanceof Any group) {
            return DSL.or(children(group, pointer + "/any"));
        }
        if (condition instanceof Condition.None group) {
            return DSL.not(DSL.or(children(group, pointer + "/none")));
        }
        if (condition instanceof Trait trait) {
            return trait(trait, pointer);
        }
        if (condition instanceof Event event) {
            return new EventSql(event, view, among, pointer).holdsFor(PROFILE_NUMBER);
        }
        if (condition instanceof Score score) {
            return scored(score.model(), score(score));
        }
        if (condition instanceof TopScore top) {
            return top(top);
        }
        if (condition instanceof Cluster cluster) {
            return cluster.numbers().isEmpty()
                    ? DSL.falseCondition()
                    : scored(
                            cluster.model(),
                            SCORE_VALUE.in(cluster.numbers().stream()
                                    .map(Integer::doubleValue)
                                    .toList()));
        }
        throw new IllegalArgumentException("segments are no SQL");
    }

    private List<org.jooq.Condition> children(Group group, String pointer) {
        List<org.jooq.Condition> children = new ArrayList<>();
        for (int i = 0; i < group.conditions().size(); i++) {
            children.add(of(group.conditions().get(i), pointer + "/" + i));
        }
        return children;
    }

    private org.jooq.Condition trait(Trait trait, String pointer) {
        Comparison comparison = trait.comparison();
        Optional<TraitColumns.Column> column = traits.of(trait.trait());
        if (column.isEmpty()) {
            boolean answer =
                    switch (comparison.op()) {
                        case EXISTS -> false;
                        case MISSING -> true;
                        default -> trait.ifMissing();
                    };
            return answer ? DSL.trueCondition() : DSL.falseCondition();
        }
        Field<?> field = column.get().field();
        org.jooq.Condition compared = new ComparisonSql(
                        comparison, view.moment(), "The trait '" + trait.trait() + "'", pointer)
                .of(field, column.get().type());
        if (comparison.op().takesNothing()) {
            return compared;
        }
        return trait.ifMissing() ? DSL.or(field.isNull(), compared) : DSL.and(field.isNotNull(), compared);
    }

    private static org.jooq.Condition score(Score score) {
        return switch (score.op()) {
            case AT_LEAST -> SCORE_VALUE.ge(score.value());
            case AT_MOST -> SCORE_VALUE.le(score.value());
            case MORE_THAN -> SCORE_VALUE.gt(score.value());
            case LESS_THAN -> SCORE_VALUE.lt(score.value());
            default -> SCORE_VALUE.eq(score.value());
        };
    }

    private static org.jooq.Condition scored(ModelId model, org.jooq.Condition value) {
        return PROFILE_NUMBER.in(DSL.select(SCORE_PROFILE)
                .from(SCORE)
                .where(SCORE_MODEL.eq(model.value()))
                .and(value));
    }

    /** Counted over everybody who is scored and lives, whoever is asked about. */
    private static org.jooq.Condition top(TopScore top) {
        Field<Integer> position = DSL.rowNumber()
                .over()
                .orderBy(SCORE_VALUE.desc(), SCORE_PROFILE.asc())
                .as("position");
        org.jooq.Condition alive = SCORE_MODEL
                .eq(top.model().value())
                .and(SCORE_PROFILE.in(DSL.select(DSL.field(DSL.name("living", "number"), Integer.class))
                        .from(PROFILE.as("living"))));
        Select<Record2<Integer, Integer>> ranked = DSL.select(SCORE_PROFILE.as("ranked_profile"), position)
                .from(SCORE)
                .where(alive);
        Field<BigDecimal> places = DSL.field(
                "(select ceil({0} * count(*)) from {1} where {2})",
                SQLDataType.NUMERIC,
                DSL.val(BigDecimal.valueOf(top.share()).setScale(SHARE_PLACES, RoundingMode.UP)),
                SCORE,
                alive);
        return PROFILE_NUMBER.in(DSL.select(DSL.field(DSL.name("ranked_profile"), Integer.class))
                .from(ranked)
                .where(DSL.field(DSL.name("position"), BigDecimal.class).le(places)));
    }
}

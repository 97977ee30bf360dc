// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.PROFILE;
import static io.kohorte.core.analytics.ReplicaTables.PROFILE_NUMBER;

import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.Condition.All;
import io.kohorte.core.condition.Condition.Any;
import io.kohorte.core.condition.Condition.Group;
import io.kohorte.core.condition.Condition.InSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.impl.DSL;
import org.roaringbitmap.RoaringBitmap;

/**
 * Evaluates one condition: whatever has no segment in it as one SQL statement, segments as the bitmaps they are, and the
 * groups that hold both by bitmap algebra.
 */
final class AudienceQuery {

    private final ReplicaSession session;
    private final SegmentMembers segments;
    private final ConditionSql sql;
    private final Optional<ReplicaSession.Population> among;
    private Optional<RoaringBitmap> everybody = Optional.empty();

    AudienceQuery(
            ReplicaSession session,
            SegmentMembers segments,
            Viewpoint view,
            Optional<ReplicaSession.Population> among) {
        this.session = session;
        this.segments = segments;
        this.among = among;
        this.sql = new ConditionSql(session.traits(), view, among);
    }

    long count(Condition condition, String pointer) {
        return namesSegment(condition)
                ? members(condition, pointer).getLongCardinality()
                : session.number(DSL.selectCount().from(PROFILE).where(restricted(sql.of(condition, pointer))));
    }

    RoaringBitmap members(Condition condition, String pointer) {
        if (!namesSegment(condition)) {
            return session.bitmap(
                    DSL.select(PROFILE_NUMBER).from(PROFILE).where(restricted(sql.of(condition, pointer))));
        }
        if (condition instanceof InSegment segment) {
            RoaringBitmap members = segments.members(segment.segment());
            return segment.member()
                    ? RoaringBitmap.and(everybody(), members)
                    : RoaringBitmap.andNot(everybody(), members);
        }
        Group group = (Group) condition;
        List<RoaringBitmap> parts = parts(group, pointer);
        if (group instanceof All) {
            return parts.stream()
                    .reduce((one, other) -> RoaringBitmap.and(one, other))
                    .orElseGet(this::everybody);
        }
        RoaringBitmap union = parts.stream()
                .reduce((one, other) -> RoaringBitmap.or(one, other))
                .orElseGet(RoaringBitmap::new);
        return group instanceof Any ? union : RoaringBitmap.andNot(everybody(), union);
    }

    /** The children without segments together, in one statement; the others one by one. */
    private List<RoaringBitmap> parts(Group group, String pointer) {
        String place = pointer + (group instanceof All ? "/all" : group instanceof Any ? "/any" : "/none");
        List<org.jooq.Condition> plain = new ArrayList<>();
        List<RoaringBitmap> parts = new ArrayList<>();
        for (int i = 0; i < group.conditions().size(); i++) {
            Condition child = group.conditions().get(i);
            if (namesSegment(child)) {
                parts.add(members(child, place + "/" + i));
            } else {
                plain.add(sql.of(child, place + "/" + i));
            }
        }
        if (!plain.isEmpty()) {
            org.jooq.Condition together = group instanceof All ? DSL.and(plain) : DSL.or(plain);
            parts.add(session.bitmap(DSL.select(PROFILE_NUMBER).from(PROFILE).where(restricted(together))));
        }
        return parts;
    }

    private RoaringBitmap everybody() {
        RoaringBitmap all = everybody.orElseGet(
                () -> session.bitmap(DSL.select(PROFILE_NUMBER).from(PROFILE).where(restricted(DSL.trueCondition()))));
        everybody = Optional.of(all);
        return all;
    }

    private org.jooq.Condition restricted(org.jooq.Condition condition) {
        return among.map(population -> condition.and(
                        PROFILE_NUMBER.in(DSL.select(population.number()).from(population.table()))))
                .orElse(condition);
    }

    private static boolean namesSegment(Condition condition) {
        AtomicBoolean named = new AtomicBoolean();
        condition.walk(node -> named.compareAndSet(false, node instanceof InSegment));
        return named.get();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.Condition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who fulfils a condition. Answers from the replica as it stands: call {@link Replica#catchUp()} before. Every method
 * throws {@link io.kohorte.core.platform.problem.ProblemException} for a condition that does not fit the types of the
 * data, and {@link ReplicaException} when the replica fails.
 */
@Singleton
public class Audience {

    /** Below this, looking only at these profiles is cheaper than looking at all and intersecting. */
    private static final int FEW = 50_000;

    /** Where a condition stands in the bodies of the API, for the pointers of problems. */
    private static final String ROOT = "/definition";

    private final Replica replica;
    private final SegmentMembers segments;

    @Inject
    Audience(Replica replica, SegmentMembers segments) {
        this.replica = replica;
        this.segments = segments;
    }

    public RoaringBitmap members(Condition condition, Instant asOf) {
        return members(condition, Viewpoint.today(asOf));
    }

    public RoaringBitmap members(Condition condition, Viewpoint view) {
        try (ReplicaSession session = replica.open()) {
            return new AudienceQuery(session, segments, view, Optional.empty()).members(condition, ROOT);
        }
    }

    /** Of some profiles, those who fulfil the condition; the same answer as for everybody, restricted to them. */
    public RoaringBitmap members(Condition condition, RoaringBitmap among, Instant asOf) {
        if (among.getLongCardinality() > FEW) {
            return RoaringBitmap.and(members(condition, asOf), among);
        }
        try (ReplicaSession session = replica.open()) {
            var population = Optional.of(session.population(among));
            return new AudienceQuery(session, segments, Viewpoint.today(asOf), population).members(condition, ROOT);
        }
    }

    public long count(Condition condition, Instant asOf) {
        try (ReplicaSession session = replica.open()) {
            return new AudienceQuery(session, segments, Viewpoint.today(asOf), Optional.empty()).count(condition, ROOT);
        }
    }

    /** Everybody: profiles that have not been merged into another. */
    public long everybody() {
        try (ReplicaSession session = replica.open()) {
            return session.number(org.jooq.impl.DSL.selectCount().from(ReplicaTables.PROFILE));
        }
    }

    /** Takes a condition apart for one profile: each node, parents first, whether it holds and what was found. */
    public List<Finding> explain(Condition condition, int profile, Instant asOf) {
        try (ReplicaSession session = replica.open()) {
            var population = Optional.of(session.population(RoaringBitmap.bitmapOf(profile)));
            AudienceQuery query = new AudienceQuery(session, segments, Viewpoint.today(asOf), population);
            List<Finding> findings = new ArrayList<>();
            explain(condition, 0, query, new ActualValue(session, asOf, profile), findings);
            return findings;
        }
    }

    private static void explain(
            Condition condition, int depth, AudienceQuery query, ActualValue actual, List<Finding> findings) {
        boolean holds = !query.members(condition, ROOT).isEmpty();
        findings.add(new Finding(condition, depth, holds, actual.of(condition)));
        if (condition instanceof Condition.Group group) {
            group.conditions().forEach(child -> explain(child, depth + 1, query, actual, findings));
        }
    }

    /**
     * What became of one node of a condition for one profile.
     *
     * @param depth 0 for the root
     * @param value what the profile has (text, number, truth value or instant); empty where it has nothing, and for groups
     */
    public record Finding(Condition condition, int depth, boolean holds, Optional<Object> value) {}
}

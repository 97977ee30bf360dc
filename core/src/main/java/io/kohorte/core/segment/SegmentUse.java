// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Keeps a segment from disappearing under what builds on it: an audience would be emptied or a sync would fail. */
@Singleton
class SegmentUse {

    private final Segments segments;
    private final EntityManager entities;

    @Inject
    SegmentUse(Segments segments, EntityManager entities) {
        this.segments = segments;
        this.entities = entities;
    }

    /** @throws ProblemException when another segment, a model or a sync names this one */
    void refuseIfUsed(Segment segment) {
        List<SegmentId> builders = new Dependencies(segments.listAll()).namedBy(segment.id());
        if (!builders.isEmpty()) {
            String name = segments.require(builders.get(0)).name();
            throw used("The segment '" + name + "' builds on it.");
        }
        List<?> models = entities.createNativeQuery(
                        "select name from model where definition -> 'segment' = to_jsonb(cast(:id as bigint)) order by id limit 1",
                        String.class)
                .setParameter("id", segment.id)
                .getResultList();
        if (!models.isEmpty()) {
            throw used("The model '" + models.get(0) + "' is about it.");
        }
        List<?> syncs = entities.createNativeQuery(
                        "select name from sync where segments @> array[cast(:id as bigint)] order by id limit 1",
                        String.class)
                .setParameter("id", segment.id)
                .getResultList();
        if (!syncs.isEmpty()) {
            throw used("The sync '" + syncs.get(0) + "' delivers it.");
        }
    }

    private static ProblemException used(String detail) {
        return ProblemException.conflict("SEGMENT_IN_USE", detail, "Change or delete that first.");
    }
}

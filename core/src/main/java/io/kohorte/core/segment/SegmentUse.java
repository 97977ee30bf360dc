// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps a segment from disappearing under what builds on it: an audience would be emptied or a sync would fail. */
@Singleton
public class SegmentUse {

    private final Segments segments;
    private final EntityManager entities;

    @Inject
    SegmentUse(Segments segments, EntityManager entities) {
        this.segments = segments;
        this.entities = entities;
    }

    /** @throws ProblemException naming what uses this one: other segments, models or syncs */
    void refuseIfUsed(Segment segment) {
        List<String> builders = new Dependencies(segments.listAll())
                .namedBy(segment.id()).stream()
                        .map(id -> segments.require(id).name())
                        .toList();
        if (!builders.isEmpty()) {
            throw used("Segments build on it: " + quoted(builders) + ".");
        }
        List<String> models = names(
                "select name from model where definition -> 'segment' = to_jsonb(cast(:id as bigint)) order by id",
                segment);
        if (!models.isEmpty()) {
            throw used("Models are about it: " + quoted(models) + ".");
        }
        List<String> syncs =
                names("select name from sync where segments @> array[cast(:id as bigint)] order by id", segment);
        if (!syncs.isEmpty()) {
            throw used("Syncs deliver it: " + quoted(syncs) + ".");
        }
    }

    private List<String> names(String sql, Segment segment) {
        List<?> names = entities.createNativeQuery(sql, String.class)
                .setParameter("id", segment.id)
                .getResultList();
        return names.stream().map(String.class::cast).toList();
    }

    private static ProblemException used(String detail) {
        return ProblemException.conflict("SEGMENT_IN_USE", detail, "Change or delete that first.");
    }

    /** Names in a sentence: {@code 'A', 'B'}. */
    public static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}

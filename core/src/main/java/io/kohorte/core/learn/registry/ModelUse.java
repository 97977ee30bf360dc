// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.Ingredients;
import io.kohorte.core.destination.Mapping;
import io.kohorte.core.destination.ValueSource;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.segment.Segment;
import io.kohorte.core.segment.SegmentUse;
import io.kohorte.core.segment.Segments;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;

/** Keeps a model from disappearing under what asks for its scores: an audience would empty, or be sent again without them. */
@Singleton
class ModelUse {

    private final Segments segments;
    private final EntityManager entities;
    private final ObjectMapper json;

    ModelUse(Segments segments, EntityManager entities, ObjectMapper json) {
        this.segments = segments;
        this.entities = entities;
        this.json = json;
    }

    /** @throws ProblemException naming the segments that ask for its scores, or the syncs that send them */
    void refuseIfUsed(Model model) {
        List<String> askers = segments.listAll().stream()
                .filter(segment -> segment.definition()
                        .filter(condition -> Ingredients.of(condition).models().contains(model.id()))
                        .isPresent())
                .map(Segment::name)
                .toList();
        if (!askers.isEmpty()) {
            throw used("Segments ask for its scores: " + SegmentUse.quoted(askers) + ".");
        }
        List<?> syncs = entities.createNativeQuery(
                        "select name, cast(mapping as text) from sync order by id", Tuple.class)
                .getResultList();
        List<String> senders = syncs.stream()
                .map(Tuple.class::cast)
                .filter(sync -> sends(sync.get(1, String.class), model.id))
                .map(sync -> sync.get(0, String.class))
                .toList();
        if (!senders.isEmpty()) {
            throw used("Syncs send its scores: " + SegmentUse.quoted(senders) + ".");
        }
    }

    private boolean sends(String mapping, long model) {
        try {
            return json.readValue(mapping, Mapping.class).fields().stream()
                    .flatMap(field -> field.sources().stream())
                    .anyMatch(source -> source.equals(new ValueSource.Score(model))
                            || source.equals(new ValueSource.Cluster(model)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored mapping cannot be read", e);
        }
    }

    private static ProblemException used(String detail) {
        return ProblemException.conflict("MODEL_IN_USE", detail, "Change or delete that first.");
    }
}

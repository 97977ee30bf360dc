// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses a definition that could not be evaluated, before it is kept. */
@Singleton
class DefinitionCheck {

    private final Segments segments;
    private final EntityManager entities;
    private final Replica replica;
    private final Audience audience;
    private final AsOf asOf;

    @Inject
    DefinitionCheck(Segments segments, EntityManager entities, Replica replica, Audience audience, AsOf asOf) {
        this.segments = segments;
        this.entities = entities;
        this.replica = replica;
        this.audience = audience;
        this.asOf = asOf;
    }

    /**
     * Looks for segments and models that do not exist, for types that do not fit and for circles.
     *
     * @param id of the segment that is to have the definition; empty for one that does not exist yet
     * @throws ProblemException pointing at what is wrong
     */
    void require(Condition definition, Optional<SegmentId> id) {
        references(definition);
        id.ifPresent(own -> new Dependencies(segments.listAll()).refuseCycle(own, definition));
        replica.catchUp();
        audience.count(definition, asOf.instant());
    }

    /** Only what is named, for a definition that is tried out. */
    void references(Condition definition) {
        List<FieldError> faults = new ArrayList<>();
        for (Pointed<SegmentId> named : Pointed.segments(definition)) {
            if (segments.find(named.value()).isEmpty()) {
                faults.add(new FieldError(
                        named.pointer(),
                        "UNKNOWN_SEGMENT",
                        "There is no segment " + named.value().value() + "."));
            }
        }
        Pointed.walk(definition, "/definition", (node, pointer) -> {
            if (node instanceof Condition.Score score) {
                model(score.model(), false, pointer + "/score", faults);
            } else if (node instanceof Condition.TopScore top) {
                model(top.model(), false, pointer + "/score", faults);
            } else if (node instanceof Condition.Cluster cluster) {
                model(cluster.model(), true, pointer + "/cluster", faults);
            }
        });
        if (!faults.isEmpty()) {
            throw ProblemException.invalid(faults);
        }
    }

    /** What a clustering says is a number without more or less; all other kinds give a score. */
    private void model(ModelId model, boolean grouping, String pointer, List<FieldError> faults) {
        List<?> kinds = entities.createNativeQuery("select kind from model where id = :id", String.class)
                .setParameter("id", model.value())
                .getResultList();
        if (kinds.isEmpty()) {
            faults.add(new FieldError(pointer, "UNKNOWN_MODEL", "There is no model " + model.value() + "."));
        } else if (kinds.get(0).equals("clustering") != grouping) {
            faults.add(new FieldError(
                    pointer,
                    "WRONG_MODEL_KIND",
                    "Model " + model.value()
                            + (grouping ? " is no clustering." : " is a clustering and gives no scores.")));
        }
    }
}

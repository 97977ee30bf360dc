// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.Names;
import io.kohorte.core.condition.SegmentId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Names of segments and models as people gave them; the number where nothing has it any more. */
@Singleton
class StoredNames implements Names {

    private final Segments segments;
    private final EntityManager entities;

    @Inject
    StoredNames(Segments segments, EntityManager entities) {
        this.segments = segments;
        this.entities = entities;
    }

    @Override
    public String segment(SegmentId id) {
        return segments.find(id).map(Segment::name).orElseGet(() -> NUMBERS.segment(id));
    }

    @Override
    public String model(ModelId id) {
        List<?> names = entities.createNativeQuery("select name from model where id = :id", String.class)
                .setParameter("id", id.value())
                .getResultList();
        return names.isEmpty() ? NUMBERS.model(id) : (String) names.get(0);
    }
}

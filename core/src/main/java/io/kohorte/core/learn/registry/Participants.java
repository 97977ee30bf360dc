// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.segment.Segment;
import io.kohorte.core.segment.SegmentKind;
import io.kohorte.core.segment.SegmentStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * Whom a model is about: everybody known, by events or for a trait by being a profile, or a segment. A rule is evaluated from the viewpoint asked for; other segments keep no past beyond
 * their versions, so their present members stand for all moments.
 */
@ApplicationScoped
class Participants {
    private final EntityManager entities;
    private final SegmentStore store;
    private final Audience audience;

    Participants(EntityManager entities, SegmentStore store, Audience audience) {
        this.entities = entities;
        this.store = store;
        this.audience = audience;
    }

    /** @param some asked about these only; empty for everybody */
    Function<Viewpoint, RoaringBitmap> of(
            ModelDefinition definition, CustomerHistory history, Optional<RoaringBitmap> some) {
        if (some.isEmpty()) {
            return of(definition, history);
        }
        RoaringBitmap few = some.get();
        Long number = definition.segment();
        if (number == null) {
            return view -> few;
        }
        Segment segment = QuarkusTransaction.requiringNew().call(() -> find(new SegmentId(number)));
        if (segment.kind() == SegmentKind.RULE && segment.definition().isPresent()) {
            Condition rule = segment.definition().get();
            return view -> audience.members(rule, few, view.moment());
        }
        RoaringBitmap members = RoaringBitmap.and(store.members(segment.id()), few);
        return view -> members;
    }

    Function<Viewpoint, RoaringBitmap> of(ModelDefinition definition, CustomerHistory history) {
        Long number = definition.segment();
        if (number == null) {
            return definition.isOfEverybody() ? view -> history.everybody() : history::known;
        }
        SegmentId id = new SegmentId(number);
        Segment segment = QuarkusTransaction.requiringNew().call(() -> find(id));
        if (segment.kind() == SegmentKind.RULE && segment.definition().isPresent()) {
            Condition rule = segment.definition().get();
            return view -> audience.members(rule, view);
        }
        RoaringBitmap members = store.members(id);
        return view -> members;
    }

    boolean exists(long segment) {
        return entities.find(Segment.class, segment) != null;
    }

    private Segment find(SegmentId id) {
        Segment segment = entities.find(Segment.class, id.value());
        if (segment == null) {
            throw new LearningRefused(
                    "SEGMENT_GONE",
                    new Wording(
                            "The segment this model is about was deleted.",
                            "Das Segment, um das es in diesem Modell geht, wurde gelöscht."));
        }
        return segment;
    }
}

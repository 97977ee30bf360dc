// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a condition asks for, in the order it is written. */
public record Ingredients(Set<String> traits, Set<String> events, Set<SegmentId> segments, Set<ModelId> models) {

    public static Ingredients of(Condition condition) {
        var found = new Ingredients(
                new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        condition.walk(found::add);
        return found;
    }

    private void add(Condition node) {
        if (node instanceof Condition.Trait trait) {
            traits.add(trait.trait());
        } else if (node instanceof Condition.Event event) {
            events.add(event.event());
        } else if (node instanceof Condition.InSegment segment) {
            segments.add(segment.segment());
        } else if (node instanceof Condition.Score score) {
            models.add(score.model());
        } else if (node instanceof Condition.TopScore top) {
            models.add(top.model());
        } else if (node instanceof Condition.Cluster cluster) {
            models.add(cluster.model());
        }
    }
}

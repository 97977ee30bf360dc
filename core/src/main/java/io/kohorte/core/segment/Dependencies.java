// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which segments build on which: a segment is evaluated after those that its definition names. */
final class Dependencies {

    private final Map<SegmentId, Condition> definitions = new LinkedHashMap<>();

    Dependencies(List<Segment> segments) {
        segments.forEach(
                segment -> segment.definition().ifPresent(definition -> definitions.put(segment.id(), definition)));
    }

    /** All segments with a definition, each after those it builds on. */
    List<SegmentId> inOrder() {
        Set<SegmentId> ordered = new LinkedHashSet<>();
        definitions.keySet().forEach(id -> visit(id, ordered, new HashSet<>()));
        return List.copyOf(ordered);
    }

    /** This segment and all that build on it, directly or not, in order. */
    List<SegmentId> from(SegmentId first) {
        Set<SegmentId> reached = new HashSet<>(Set.of(first));
        return inOrder().stream()
                .filter(id -> reached.contains(id)
                        || (named(definitions.get(id)).stream().anyMatch(reached::contains) && reached.add(id)))
                .toList();
    }

    /** Segments whose definition names the model, and all that build on them, in order. */
    List<SegmentId> using(ModelId model) {
        Set<SegmentId> users = new LinkedHashSet<>();
        definitions.forEach((id, definition) -> definition.walk(node -> {
            if (model.equals(modelOf(node))) {
                users.add(id);
            }
        }));
        Set<SegmentId> concerned = new HashSet<>();
        users.forEach(id -> concerned.addAll(from(id)));
        return inOrder().stream().filter(concerned::contains).toList();
    }

    List<SegmentId> namedBy(SegmentId named) {
        return definitions.entrySet().stream()
                .filter(entry -> named(entry.getValue()).contains(named))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Refuses a definition by which a segment would build on itself.
     *
     * @param id of the segment that is to have it
     */
    void refuseCycle(SegmentId id, Condition definition) {
        for (Pointed<SegmentId> named : Pointed.segments(definition)) {
            Set<SegmentId> below = new HashSet<>();
            gather(named.value(), below);
            if (below.contains(id)) {
                throw ProblemException.invalid(
                        named.pointer(),
                        "SEGMENT_CYCLE",
                        "By this the segment would build on itself.",
                        "Name a segment that does not build on this one.");
            }
        }
    }

    /** Whether the answer for one profile depends on the scores of others. */
    static boolean ranks(Condition definition) {
        List<Condition> ranking = new ArrayList<>();
        definition.walk(node -> {
            if (node instanceof Condition.TopScore) {
                ranking.add(node);
            }
        });
        return !ranking.isEmpty();
    }

    private void gather(SegmentId id, Set<SegmentId> below) {
        if (below.add(id) && definitions.containsKey(id)) {
            named(definitions.get(id)).forEach(named -> gather(named, below));
        }
    }

    private void visit(SegmentId id, Set<SegmentId> ordered, Set<SegmentId> onTheWay) {
        if (definitions.containsKey(id) && !ordered.contains(id) && onTheWay.add(id)) {
            named(definitions.get(id)).forEach(named -> visit(named, ordered, onTheWay));
            ordered.add(id);
        }
    }

    private static Set<SegmentId> named(Condition definition) {
        Set<SegmentId> named = new LinkedHashSet<>();
        Pointed.segments(definition).forEach(segment -> named.add(segment.value()));
        return named;
    }

    private static ModelId modelOf(Condition node) {
        if (node instanceof Condition.Score score) {
            return score.model();
        }
        if (node instanceof Condition.TopScore top) {
            return top.model();
        }
        return node instanceof Condition.Cluster cluster ? cluster.model() : new ModelId(0);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at a draft and tells everything that is wrong with it at once. */
@ApplicationScoped
class ModelCheck {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_FEATURES = 200;
    private static final int LONGEST_HORIZON_DAYS = 3650;

    private final FeatureExtraction extraction;
    private final Participants participants;

    ModelCheck(FeatureExtraction extraction, Participants participants) {
        this.extraction = extraction;
        this.participants = participants;
    }

    /** A draft without faults. */
    record Checked(String name, ModelKind kind, ModelDefinition definition) {}

    /** Throws {@link ProblemException} with all faults and where they are. */
    Checked check(ModelDraft draft) {
        List<FieldError> errors = new ArrayList<>();
        String name = draft.name() == null ? "" : draft.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            errors.add(new FieldError("/name", "INVALID_NAME", "A model has a name of 1 to 200 characters."));
        }
        Optional<ModelKind> kind = kind(draft, errors);
        Optional<Target> target;
        try (CustomerHistory history = extraction.open()) {
            features(draft, history.traits(), errors);
            target =
                    kind.filter(ModelKind.PREDICTION::equals).flatMap(k -> target(draft, history.eventNames(), errors));
        }
        if (kind.filter(ModelKind.CLUSTERING::equals).isPresent() && draft.target() != null) {
            errors.add(new FieldError("/target", "NOT_FOR_CLUSTERING", "A clustering has no target."));
        }
        if (draft.clusters() != null && (draft.clusters() < 2 || draft.clusters() > 50)) {
            errors.add(new FieldError("/clusters", "INVALID_NUMBER", "A clustering makes 2 to 50 clusters."));
        }
        Optional<ClusterWish> wish = kind.flatMap(k -> ClusterWish.of(draft, k, errors));
        if (draft.segment() != null && !participants.exists(draft.segment())) {
            errors.add(new FieldError("/segment", "UNKNOWN_SEGMENT", "There is no segment " + draft.segment() + "."));
        }
        if (draft.schedule() != null) {
            errors.addAll(draft.schedule().check("/schedule"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        List<String> features = draft.features() == null
                ? List.of()
                : draft.features().stream().distinct().toList();
        return new Checked(
                name,
                kind.orElseThrow(),
                new ModelDefinition(
                        features,
                        target.orElse(null),
                        draft.segment(),
                        draft.clusters(),
                        wish.flatMap(ClusterWish::method).orElse(null),
                        wish.flatMap(ClusterWish::distance).orElse(null)));
    }

    private static Optional<ModelKind> kind(ModelDraft draft, List<FieldError> errors) {
        for (ModelKind kind : ModelKind.values()) {
            if (kind.wire().equals(draft.kind())) {
                return Optional.of(kind);
            }
        }
        errors.add(new FieldError("/kind", "UNKNOWN_KIND", "A model is a clustering or a prediction."));
        return Optional.empty();
    }

    private static void features(ModelDraft draft, Map<String, TraitType> traits, List<FieldError> errors) {
        if (draft.features() == null) {
            return;
        }
        if (draft.features().size() > MOST_FEATURES) {
            errors.add(new FieldError("/features", "TOO_MANY", "A model uses at most 200 features."));
            return;
        }
        for (int i = 0; i < draft.features().size(); i++) {
            String name = draft.features().get(i);
            if (name == null || FeatureCatalogue.find(name, traits).isEmpty()) {
                errors.add(new FieldError(
                        "/features/" + i,
                        "UNKNOWN_FEATURE",
                        "There is no feature " + name
                                + "; GET /api/v1/catalogue lists them, traits are trait:<name>."));
            }
        }
    }

    private static Optional<Target> target(ModelDraft draft, Set<String> events, List<FieldError> errors) {
        ModelDraft.TargetDraft target = draft.target();
        if (target == null) {
            errors.add(new FieldError(
                    "/target", "TARGET_MISSING", "A prediction needs a target: an event and a number of days."));
            return Optional.empty();
        }
        if (target.trait() != null) {
            errors.add(new FieldError(
                    "/target/trait",
                    "TRAIT_TARGET_NOT_OFFERED",
                    "A trait keeps no history, so what was known before it cannot be told; predict an event instead."));
            return Optional.empty();
        }
        int before = errors.size();
        String event = target.event();
        if (event == null || !events.contains(event)) {
            errors.add(new FieldError(
                    "/target/event",
                    "UNKNOWN_EVENT",
                    "The event has never been seen; GET /api/v1/catalogue lists those that have."));
        }
        Integer days = target.withinDays();
        if (days == null || days < 1 || days > LONGEST_HORIZON_DAYS) {
            errors.add(new FieldError("/target/withinDays", "INVALID_NUMBER", "The days ahead are 1 to 3650."));
        }
        return errors.size() > before || event == null || days == null
                ? Optional.empty()
                : Optional.of(new Target(event, days, Boolean.TRUE.equals(target.negate())));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Deed;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.platform.YesOrNo;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a draft and tells everything that is wrong with it at once. */
@ApplicationScoped
class ModelCheck {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_FEATURES = 200;
    private static final int LONGEST_HORIZON_DAYS = 3650;
    private static final double MOST_MONEY = 1e12;

    private final FeatureExtraction extraction;
    private final Participants participants;
    private final Trials trials;

    ModelCheck(FeatureExtraction extraction, Participants participants, Trials trials) {
        this.extraction = extraction;
        this.participants = participants;
        this.trials = trials;
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
            sensitive(draft, history.traits(), errors);
            target = kind.flatMap(wanted -> target(draft, wanted, history, errors));
        }
        if (kind.filter(ModelKind.CLUSTERING::equals).isPresent() && draft.target() != null) {
            errors.add(new FieldError("/target", "NOT_FOR_CLUSTERING", "A clustering has no target."));
        }
        if (kind.filter(ModelKind.VALUE::equals).isPresent()) {
            value(draft, errors);
        }
        if (kind.filter(ModelKind.EXTERNAL::equals).isPresent()) {
            external(draft, errors);
        }
        if (draft.clusters() != null && (draft.clusters() < 2 || draft.clusters() > 50)) {
            errors.add(new FieldError("/clusters", "INVALID_NUMBER", "A clustering makes 2 to 50 clusters."));
        }
        Optional<SearchWish> search = kind.flatMap(k -> SearchWish.of(draft, k, errors));
        Optional<ClusterWish> wish = kind.flatMap(k -> ClusterWish.of(draft, k, errors));
        Optional<Reduction> components = kind.flatMap(k -> ComponentWish.of(draft, k, errors));
        boolean automatic = Boolean.TRUE.equals(draft.automaticFeatures());
        boolean ofTrait = draft.target() != null && draft.target().trait() != null;
        if (automatic && (ofTrait || kind.filter(ModelKind.PREDICTION::equals).isEmpty())) {
            errors.add(new FieldError(
                    "/automaticFeatures",
                    "NOT_FOR_KIND",
                    "Only a prediction of an event makes features by itself: there are past moments to select"
                            + " them by."));
        }
        if (draft.segment() != null && !participants.exists(draft.segment())) {
            errors.add(new FieldError("/segment", "UNKNOWN_SEGMENT", "There is no segment " + draft.segment() + "."));
        }
        if (draft.schedule() != null) {
            errors.addAll(draft.schedule().check("/schedule"));
        }
        if (draft.retraining() != null && kind.isPresent()) {
            boolean windowed = kind.get() == ModelKind.PREDICTION
                    && draft.target() != null
                    && draft.target().trait() == null;
            errors.addAll(draft.retraining().check(windowed, kind.get()));
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
                        wish.flatMap(ClusterWish::distance).orElse(null),
                        components.orElse(null),
                        search.orElse(null),
                        automatic,
                        null));
    }

    private static Optional<ModelKind> kind(ModelDraft draft, List<FieldError> errors) {
        for (ModelKind kind : ModelKind.values()) {
            if (kind.wire().equals(draft.kind())) {
                return Optional.of(kind);
            }
        }
        errors.add(new FieldError(
                "/kind", "UNKNOWN_KIND", "A model is a clustering, a prediction, a value, an uplift or external."));
        return Optional.empty();
    }

    private static void value(ModelDraft draft, List<FieldError> errors) {
        if (draft.target() != null && Boolean.TRUE.equals(draft.target().negate())) {
            errors.add(new FieldError(
                    "/target/negate",
                    "NOT_FOR_VALUE",
                    "A value foresees what comes; for what stays away make a prediction."));
        }
        if (draft.target() != null
                && (draft.target().category() != null || draft.target().atLeast() != null)) {
            errors.add(new FieldError(
                    draft.target().category() == null ? "/target/atLeast" : "/target/category",
                    "NOT_FOR_VALUE",
                    "A value foresees all the money of a customer; for a category or an amount make a prediction."));
        }
        if (draft.target() != null && draft.target().trait() != null) {
            errors.add(new FieldError(
                    "/target/trait",
                    "NOT_FOR_VALUE",
                    "A value foresees purchases; to foretell a trait make a prediction."));
        }
    }

    /** It comes as a file, and is as it is. */
    private static void external(ModelDraft draft, List<FieldError> errors) {
        if (draft.features() != null && !draft.features().isEmpty()) {
            errors.add(new FieldError(
                    "/features",
                    "NOT_FOR_EXTERNAL",
                    "What an external model reads is said when its file is there; leave the features out."));
        }
        if (draft.schedule() != null) {
            errors.add(new FieldError(
                    "/schedule",
                    "NOT_FOR_EXTERNAL",
                    "An external model is never learned here; upload a newer file instead."));
        }
        if (draft.retraining() != null && !draft.retraining().equals(RetrainingPolicy.NONE)) {
            errors.add(new FieldError(
                    "/retraining",
                    "NOT_FOR_EXTERNAL",
                    "An external model is never learned here; upload a newer file instead."));
        }
    }

    private static void sensitive(ModelDraft draft, Map<String, TraitType> traits, List<FieldError> errors) {
        if (draft.sensitive() == null) {
            return;
        }
        if (!ModelKind.PREDICTION.wire().equals(draft.kind())
                && !ModelKind.UPLIFT.wire().equals(draft.kind())) {
            errors.add(new FieldError(
                    "/sensitive",
                    "NOT_SELECTING",
                    "Only a prediction or an uplift selects customers; leave the sensitive trait out."));
        }
        TraitType type = traits.get(draft.sensitive());
        if (type != TraitType.TEXT && type != TraitType.FLAG) {
            errors.add(new FieldError(
                    "/sensitive",
                    "UNKNOWN_TRAIT",
                    "A sensitive trait is one that holds texts, or true and false; GET /api/v1/catalogue lists"
                            + " traits."));
        }
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

    private Optional<Target> target(
            ModelDraft draft, ModelKind kind, CustomerHistory history, List<FieldError> errors) {
        return switch (kind) {
            case CLUSTERING -> Optional.empty();
            case PREDICTION, VALUE -> target(draft, history, errors);
            case UPLIFT -> UpliftWish.of(draft, trials, errors);
            case EXTERNAL -> draft.target() == null ? Optional.empty() : target(draft, history, errors);
        };
    }

    private static Optional<Target> target(ModelDraft draft, CustomerHistory history, List<FieldError> errors) {
        ModelDraft.TargetDraft target = draft.target();
        if (target == null) {
            errors.add(new FieldError(
                    "/target",
                    "TARGET_MISSING",
                    "A prediction needs a target: an event and a number of days, or a trait and its value; a"
                            + " value needs the purchase as event."));
            return Optional.empty();
        }
        if (target.experiment() != null) {
            errors.add(
                    new FieldError("/target/experiment", "NOT_FOR_KIND", "Only an uplift learns from an experiment."));
        }
        return target.trait() == null
                ? event(target, history, errors)
                : trait(target.trait(), draft, history.traits(), errors);
    }

    private static Optional<Target> trait(
            String trait, ModelDraft draft, Map<String, TraitType> traits, List<FieldError> errors) {
        int before = errors.size();
        ModelDraft.TargetDraft target = Objects.requireNonNull(draft.target());
        if (target.event() != null
                || target.withinDays() != null
                || target.negate() != null
                || target.category() != null
                || target.atLeast() != null) {
            errors.add(new FieldError(
                    "/target",
                    "TARGET_OF_TWO_KINDS",
                    "A target is an event within so many days, or a trait and its value, not both."));
        }
        TraitType type = traits.get(trait);
        if (type == null) {
            errors.add(new FieldError(
                    "/target/trait", "UNKNOWN_TRAIT", "There is no such trait; GET /api/v1/catalogue lists them."));
        } else if (type == TraitType.TIME) {
            errors.add(new FieldError(
                    "/target/trait",
                    "TIME_AS_TARGET",
                    "A point in time is no answer; choose a trait of another type."));
        }
        Optional<JsonNode> value = Optional.ofNullable(type).flatMap(known -> value(known, target.value()));
        if (type != null && type != TraitType.TIME && value.isEmpty()) {
            errors.add(new FieldError(
                    "/target/value",
                    "INVALID_VALUE",
                    "The value is a text, a number, or true or false, as the trait is."));
        }
        int named = draft.features() == null ? -1 : draft.features().indexOf(FeatureCatalogue.TRAIT + trait);
        if (named >= 0) {
            errors.add(new FieldError(
                    "/features/" + named, "TARGET_AS_FEATURE", "A trait cannot be foretold from itself."));
        }
        return errors.size() > before ? Optional.empty() : value.map(known -> new Target.OfTrait(trait, known));
    }

    /** Numbers in one form, so that the same target is equal however it was written. */
    private static Optional<JsonNode> value(TraitType type, @Nullable JsonNode value) {
        if (value == null) {
            return Optional.empty();
        }
        return switch (type) {
            case TEXT -> Optional.of(value).filter(JsonNode::isTextual);
            // what stands in files as Yes or 1 is kept as true; whoever writes a target may write it as it stood
            case FLAG -> YesOrNo.of(value.asText()).map(BooleanNode::valueOf);
            case NUMBER -> Optional.of(value).filter(JsonNode::isNumber).map(one -> DoubleNode.valueOf(one.asDouble()));
            case TIME -> Optional.empty();
        };
    }

    private static Optional<Target> event(
            ModelDraft.TargetDraft target, CustomerHistory history, List<FieldError> errors) {
        int before = errors.size();
        String event = target.event();
        if (event == null || !history.eventNames().contains(event)) {
            errors.add(new FieldError(
                    "/target/event",
                    "UNKNOWN_EVENT",
                    "The event has never been seen; GET /api/v1/catalogue lists those that have."));
        }
        Integer days = target.withinDays();
        if (days == null || days < 1 || days > LONGEST_HORIZON_DAYS) {
            errors.add(new FieldError("/target/withinDays", "INVALID_NUMBER", "The days ahead are 1 to 3650."));
        }
        String category = target.category();
        if (event != null && category != null && !history.everDone(new Deed(event, category, null))) {
            errors.add(new FieldError(
                    "/target/category", "UNKNOWN_CATEGORY", "The event has never been seen with this category."));
        }
        Double atLeast = target.atLeast();
        if (atLeast != null && !(atLeast > 0 && atLeast <= MOST_MONEY)) {
            errors.add(new FieldError(
                    "/target/atLeast", "INVALID_NUMBER", "The least amount is above 0 and at most 1e12."));
        }
        return errors.size() > before || event == null || days == null
                ? Optional.empty()
                : Optional.of(new Target.OfEvent(event, days, Boolean.TRUE.equals(target.negate()), category, atLeast));
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.condition.Condition.All;
import io.kohorte.core.condition.Condition.Any;
import io.kohorte.core.condition.Condition.Cluster;
import io.kohorte.core.condition.Condition.Event;
import io.kohorte.core.condition.Condition.InSegment;
import io.kohorte.core.condition.Condition.None;
import io.kohorte.core.condition.Condition.Score;
import io.kohorte.core.condition.Condition.TopScore;
import io.kohorte.core.condition.Condition.Trait;
import io.kohorte.core.condition.Condition.Where;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one condition tree. A place with a fault becomes {@link #NOBODY}, so that all faults are found in one go. */
final class ConditionReader {

    private static final Condition NOBODY = new Any(List.of());
    private static final List<String> KINDS =
            List.of("all", "any", "none", "trait", "event", "segment", "score", "cluster");
    private static final int MOST_CONDITIONS_IN_ALL = 2 * Condition.MOST_LEAVES;
    private static final int MOST_CLUSTERS = 1000;
    private static final int MOST_FILTERS = 20;
    private static final double LARGEST_MEASURE = 1e15;
    private static final double SMALLEST_SHARE = 1e-9;

    private final JsonFields fields = new JsonFields();
    private int leaves;
    private int nodes;

    Condition read(JsonNode json, String pointer) {
        Condition condition = condition(json, pointer, 1);
        if (!fields.faults().isEmpty()) {
            throw ProblemException.invalid(fields.faults());
        }
        return condition;
    }

    private Condition condition(JsonNode json, String pointer, int depth) {
        if (depth > Condition.DEEPEST) {
            return fault(pointer, "TOO_DEEP", "Conditions nest at most " + Condition.DEEPEST + " deep.");
        }
        if (++nodes > MOST_CONDITIONS_IN_ALL) {
            return tooMany(pointer);
        }
        if (json == null || !json.isObject()) {
            return fault(pointer, "WRONG_TYPE", "A condition is an object.");
        }
        List<String> kinds = KINDS.stream().filter(json::has).toList();
        if (kinds.size() != 1) {
            String sentence = kinds.isEmpty()
                    ? "A condition needs one of the keys " + String.join(", ", KINDS) + "."
                    : "A condition is of one kind; this one has the keys " + String.join(", ", kinds) + ".";
            return fault(pointer, kinds.isEmpty() ? "UNKNOWN_KIND" : "SEVERAL_KINDS", sentence);
        }
        return switch (kinds.get(0)) {
            case "all" -> new All(children(json, "all", pointer, depth));
            case "any" -> new Any(children(json, "any", pointer, depth));
            case "none" -> new None(children(json, "none", pointer, depth));
            default -> leaf(json, kinds.get(0), pointer);
        };
    }

    private List<Condition> children(JsonNode json, String key, String pointer, int depth) {
        fields.allow(json, pointer, List.of(key));
        List<Condition> children = new ArrayList<>();
        List<JsonNode> items = fields.array(json, key, pointer);
        for (int i = 0; i < items.size() && nodes <= MOST_CONDITIONS_IN_ALL; i++) {
            children.add(condition(items.get(i), JsonFields.child(JsonFields.child(pointer, key), i), depth + 1));
        }
        return children;
    }

    private Condition leaf(JsonNode json, String kind, String pointer) {
        if (++leaves > Condition.MOST_LEAVES) {
            return tooMany(pointer);
        }
        int before = fields.faults().size();
        Optional<? extends Condition> leaf =
                switch (kind) {
                    case "trait" -> trait(json, pointer);
                    case "event" -> event(json, pointer);
                    case "segment" -> segment(json, pointer);
                    case "score" -> score(json, pointer);
                    default -> cluster(json, pointer);
                };
        return fields.faults().size() > before || leaf.isEmpty() ? NOBODY : leaf.get();
    }

    private Optional<Condition> trait(JsonNode json, String pointer) {
        fields.allow(json, pointer, List.of("trait", "op", "value", "values", "ifMissing"));
        Optional<String> trait = fields.name(json, "trait", pointer);
        Optional<Comparison> comparison = new ComparisonReader(fields).read(json, pointer);
        boolean ifMissing = fields.flag(json, "ifMissing", pointer).orElse(false);
        if (comparison.isPresent() && comparison.get().op().takesNothing() && json.has("ifMissing")) {
            fields.fault(
                    JsonFields.child(pointer, "ifMissing"),
                    "UNKNOWN_KEY",
                    "Whether a trait exists is answered for everybody; ifMissing says nothing here.");
        }
        return trait.flatMap(name -> comparison.map(compared -> new Trait(name, compared, ifMissing)));
    }

    private Optional<Condition> event(JsonNode json, String pointer) {
        fields.allow(json, pointer, List.of("event", "measure", "op", "value", "within", "where"));
        Optional<String> event = fields.name(json, "event", pointer);
        Optional<Measure> measure = fields.choice(json, "measure", pointer, Measure::named);
        Optional<Operator> op = measureOperator(json, pointer);
        Optional<Double> value = fields.number(json, "value", pointer, -LARGEST_MEASURE, LARGEST_MEASURE);
        Optional<Window> within = new WindowReader(fields).read(json, pointer);
        List<Where> where = where(json, pointer);
        if (event.isEmpty() || measure.isEmpty() || op.isEmpty() || value.isEmpty() || within.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Event(event.get(), measure.get(), op.get(), value.get(), within.get(), where));
    }

    private List<Where> where(JsonNode json, String pointer) {
        List<Where> filters = new ArrayList<>();
        if (!json.has("where")) {
            return filters;
        }
        String list = JsonFields.child(pointer, "where");
        List<JsonNode> items = fields.array(json, "where", pointer);
        if (items.size() > MOST_FILTERS) {
            fields.fault(list, "TOO_MANY", "An event condition looks at no more than " + MOST_FILTERS + " properties.");
            return filters;
        }
        for (int i = 0; i < items.size(); i++) {
            String place = JsonFields.child(list, i);
            if (!fields.object(items.get(i), place)) {
                continue;
            }
            fields.allow(items.get(i), place, List.of("property", "op", "value", "values"));
            Optional<String> property = fields.name(items.get(i), "property", place);
            Optional<Comparison> comparison = new ComparisonReader(fields).read(items.get(i), place);
            property.ifPresent(name -> comparison.ifPresent(compared -> filters.add(new Where(name, compared))));
        }
        return filters;
    }

    private Optional<Condition> segment(JsonNode json, String pointer) {
        fields.allow(json, pointer, List.of("segment", "member"));
        boolean member = fields.flag(json, "member", pointer).orElse(true);
        return fields.id(json, "segment", pointer).map(id -> new InSegment(new SegmentId(id), member));
    }

    private Optional<Condition> score(JsonNode json, String pointer) {
        Optional<ModelId> model = fields.id(json, "score", pointer).map(ModelId::new);
        if (json.has("top")) {
            fields.allow(json, pointer, List.of("score", "top"));
            Optional<Double> share = fields.number(json, "top", pointer, SMALLEST_SHARE, 1);
            return model.flatMap(id -> share.map(part -> new TopScore(id, part)));
        }
        fields.allow(json, pointer, List.of("score", "op", "value"));
        Optional<Operator> op = measureOperator(json, pointer);
        Optional<Double> value = fields.number(json, "value", pointer, -LARGEST_MEASURE, LARGEST_MEASURE);
        return model.flatMap(id -> op.flatMap(compare -> value.map(number -> new Score(id, compare, number))));
    }

    private Optional<Condition> cluster(JsonNode json, String pointer) {
        fields.allow(json, pointer, List.of("cluster", "in"));
        Optional<ModelId> model = fields.id(json, "cluster", pointer).map(ModelId::new);
        List<JsonNode> items = fields.array(json, "in", pointer);
        String list = JsonFields.child(pointer, "in");
        if (items.size() > MOST_CLUSTERS) {
            fields.fault(list, "TOO_MANY", "No more than " + MOST_CLUSTERS + " clusters can be named.");
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isInt() && items.get(i).intValue() >= 0) {
                numbers.add(items.get(i).intValue());
            } else {
                fields.fault(JsonFields.child(list, i), "WRONG_TYPE", "A cluster is a whole number from 0.");
            }
        }
        return model.map(id -> new Cluster(id, numbers));
    }

    private Optional<Operator> measureOperator(JsonNode json, String pointer) {
        Optional<Operator> op = fields.choice(json, "op", pointer, Operator::named);
        if (op.isPresent() && !Operator.OF_MEASURES.contains(op.get())) {
            fields.fault(
                    JsonFields.child(pointer, "op"), "WRONG_OPERATOR", op.get().json() + " cannot compare a number.");
            return Optional.empty();
        }
        return op;
    }

    private Condition tooMany(String pointer) {
        return fault(pointer, "TOO_MANY", "A definition holds at most " + Condition.MOST_LEAVES + " conditions.");
    }

    private Condition fault(String pointer, String code, String detail) {
        fields.fault(pointer, code, detail);
        return NOBODY;
    }
}

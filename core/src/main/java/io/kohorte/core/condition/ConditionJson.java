// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.kohorte.core.condition.Value.Ago;
import io.kohorte.core.condition.Value.Flag;
import io.kohorte.core.condition.Value.Numeric;
import io.kohorte.core.condition.Value.Text;
import java.util.List;

/** Conditions as JSON. One key decides the kind of each node; the shape is in {@code src/docs/architecture.md}. */
public final class ConditionJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ConditionJson() {}

    /**
     * Reads strictly: unknown keys, wrong types, too deep or too many are refused.
     *
     * @param pointer JSON Pointer of the condition in the document a person sent
     * @throws io.kohorte.core.platform.problem.ProblemException with every fault found
     */
    public static Condition read(JsonNode json, String pointer) {
        return new ConditionReader().read(json, pointer);
    }

    public static ObjectNode write(Condition condition) {
        ObjectNode node = NODES.objectNode();
        if (condition instanceof All group) {
            node.set("all", array(group.conditions()));
        } else if (condition instanceof Any group) {
            node.set("any", array(group.conditions()));
        } else if (condition instanceof None group) {
            node.set("none", array(group.conditions()));
        } else if (condition instanceof Trait trait) {
            node.put("trait", trait.trait());
            write(trait.comparison(), node);
            if (trait.ifMissing()) {
                node.put("ifMissing", true);
            }
        } else if (condition instanceof Event event) {
            write(event, node);
        } else if (condition instanceof InSegment segment) {
            node.put("segment", segment.segment().value()).put("member", segment.member());
        } else if (condition instanceof Score score) {
            node.put("score", score.model().value()).put("op", score.op().json());
            node.set("value", number(score.value()));
        } else if (condition instanceof TopScore top) {
            node.put("score", top.model().value()).set("top", number(top.share()));
        } else if (condition instanceof Cluster cluster) {
            ArrayNode numbers = node.put("cluster", cluster.model().value()).putArray("in");
            cluster.numbers().forEach(numbers::add);
        }
        return node;
    }

    private static void write(Event event, ObjectNode node) {
        node.put("event", event.event())
                .put("measure", event.measure().json())
                .put("op", event.op().json())
                .set("value", number(event.value()));
        if (event.within() instanceof Window.Last last) {
            node.putObject("within").put("last", last.span().toString());
        } else if (event.within() instanceof Window.Between between) {
            ObjectNode within = node.putObject("within");
            between.from().ifPresent(from -> within.set("from", write(from)));
            between.to().ifPresent(to -> within.set("to", write(to)));
        }
        if (!event.where().isEmpty()) {
            ArrayNode filters = node.putArray("where");
            for (Where where : event.where()) {
                write(where.comparison(), filters.addObject().put("property", where.property()));
            }
        }
    }

    private static void write(Comparison comparison, ObjectNode node) {
        node.put("op", comparison.op().json());
        if (comparison.op().takesList()) {
            ArrayNode values = node.putArray("values");
            comparison.values().forEach(value -> values.add(write(value)));
        } else if (!comparison.op().takesNothing()) {
            node.set("value", write(comparison.value()));
        }
    }

    private static JsonNode write(Value value) {
        if (value instanceof Text text) {
            return NODES.textNode(text.text());
        }
        if (value instanceof Numeric numeric) {
            return number(numeric.number());
        }
        if (value instanceof Flag flag) {
            return NODES.booleanNode(flag.flag());
        }
        return NODES.objectNode().put("ago", ((Ago) value).span().toString());
    }

    /** Whole numbers without a fraction, as a person would write them. */
    private static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }

    private static ArrayNode array(List<Condition> conditions) {
        ArrayNode array = NODES.arrayNode();
        conditions.forEach(condition -> array.add(write(condition)));
        return array;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who belongs to a segment: a small typed tree, read and written as JSON by {@link ConditionJson}. The replica's SQL
 * and the tests' plain evaluator give it one meaning.
 */
public sealed interface Condition {

    /** Deepest nesting and most leaves a person may write. */
    int DEEPEST = 20;

    int MOST_LEAVES = 500;

    /** A condition made of others. */
    sealed interface Group extends Condition {
        List<Condition> conditions();
    }

    /** Every one holds; with none, everybody. */
    record All(List<Condition> conditions) implements Group {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one holds; with none, nobody. */
    record Any(List<Condition> conditions) implements Group {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** Not one holds; with none, everybody. */
    record None(List<Condition> conditions) implements Group {
        public None {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A fact about the profile.
     *
     * @param ifMissing the answer for a profile without the trait; not asked by {@code exists} and {@code missing}
     */
    record Trait(String trait, Comparison comparison, boolean ifMissing) implements Condition {}

    /**
     * What the profile did. Without a matching event counts and sums are 0, and days since it never hold.
     *
     * @param op one of {@link Operator#OF_MEASURES}
     */
    record Event(String event, Measure measure, Operator op, double value, Window within, List<Where> where)
            implements Condition {
        public Event {
            where = List.copyOf(where);
        }
    }

    /** A property an event must have to count; an event without it does not ({@code missing} aside). */
    record Where(String property, Comparison comparison) {}

    /** Membership in another segment, as last evaluated. */
    record InSegment(SegmentId segment, boolean member) implements Condition {}

    /** A model's score compared with a number; a profile without a score never matches. */
    record Score(ModelId model, Operator op, double value) implements Condition {}

    /**
     * The best part of all scored profiles, at least one; profile numbers decide between equal scores.
     *
     * @param share above 0, at most 1
     */
    record TopScore(ModelId model, double share) implements Condition {}

    /** Assignment to one of a clustering's clusters. */
    record Cluster(ModelId model, List<Integer> numbers) implements Condition {
        public Cluster {
            numbers = List.copyOf(numbers);
        }
    }

    /** Reads the strict JSON shape; Jackson calls it wherever a condition is part of a body. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Condition fromJson(JsonNode json) {
        return ConditionJson.read(json, "");
    }

    @JsonValue
    default JsonNode toJson() {
        return ConditionJson.write(this);
    }

    /** Visits this node and everything below it, parents first. */
    default void walk(Consumer<Condition> visitor) {
        visitor.accept(this);
        if (this instanceof Group group) {
            group.conditions().forEach(child -> child.walk(visitor));
        }
    }
}

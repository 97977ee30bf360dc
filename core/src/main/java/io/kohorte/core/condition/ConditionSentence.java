// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import io.kohorte.core.condition.Condition.All;
import io.kohorte.core.condition.Condition.Any;
import io.kohorte.core.condition.Condition.Cluster;
import io.kohorte.core.condition.Condition.Event;
import io.kohorte.core.condition.Condition.Group;
import io.kohorte.core.condition.Condition.InSegment;
import io.kohorte.core.condition.Condition.Score;
import io.kohorte.core.condition.Condition.TopScore;
import io.kohorte.core.condition.Condition.Trait;
import io.kohorte.core.condition.Condition.Where;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says a condition in English and German. */
public final class ConditionSentence {

    private final Wording words;
    private final Names names;

    private ConditionSentence(Wording words, Names names) {
        this.words = words;
        this.names = names;
    }

    /** One sentence for the node with everything below it. */
    public static Sentence of(Condition condition, Names names) {
        return both(sentence -> sentence.say(condition), names);
    }

    /** Only the heading of a group ("all of these hold"), the whole sentence of any other condition. */
    public static Sentence headingOf(Condition condition, Names names) {
        return both(
                sentence -> condition instanceof Group group ? sentence.heading(group) : sentence.say(condition),
                names);
    }

    private static Sentence both(Function<ConditionSentence, String> say, Names names) {
        return new Sentence(
                say.apply(new ConditionSentence(Wording.ENGLISH, names)),
                say.apply(new ConditionSentence(Wording.GERMAN, names)));
    }

    private String say(Condition condition) {
        if (condition instanceof Group group) {
            return group(group);
        }
        if (condition instanceof Trait trait) {
            String compared = trait.trait() + " " + compared(trait.comparison());
            return trait.ifMissing() ? compared + " " + words.orMissing() : compared;
        }
        if (condition instanceof Event event) {
            return event(event);
        }
        if (condition instanceof InSegment segment) {
            return words.inSegment(segment.member(), words.quoted(names.segment(segment.segment())));
        }
        if (condition instanceof Score score) {
            return words.scoreOf(words.quoted(names.model(score.model()))) + " " + words.operator(score.op()) + " "
                    + words.number(score.value());
        }
        if (condition instanceof TopScore top) {
            return words.topOf(words.number(top.share() * 100), words.quoted(names.model(top.model())));
        }
        Cluster cluster = (Cluster) condition;
        return words.inClusters(
                cluster.numbers().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                words.quoted(names.model(cluster.model())));
    }

    private String group(Group group) {
        if (group.conditions().isEmpty()) {
            return words.emptyGroup(!(group instanceof Any));
        }
        return heading(group) + ": "
                + group.conditions().stream()
                        .map(child -> child instanceof Group ? "(" + say(child) + ")" : say(child))
                        .collect(Collectors.joining("; "));
    }

    private String heading(Group group) {
        if (group.conditions().isEmpty()) {
            return words.emptyGroup(!(group instanceof Any));
        }
        return group instanceof All ? words.all() : group instanceof Any ? words.any() : words.none();
    }

    private String event(Event event) {
        String measured = words.measure(event.measure(), words.quoted(event.event()));
        String filters = event.where().isEmpty()
                ? ""
                : " " + words.where(event.where().stream().map(this::filter).collect(Collectors.joining(words.and())));
        return measured + filters + window(event.within()) + " " + words.operator(event.op()) + " "
                + words.number(event.value());
    }

    private String filter(Where where) {
        return where.property() + " " + compared(where.comparison());
    }

    private String window(Window within) {
        if (within instanceof Window.Last last) {
            return " " + words.inTheLast(last.span());
        }
        if (within instanceof Window.Between between) {
            return between.from().map(from -> " " + words.from(value(from))).orElse("")
                    + between.to().map(to -> " " + words.to(value(to))).orElse("");
        }
        return "";
    }

    private String compared(Comparison comparison) {
        String operator = words.operator(comparison.op());
        List<Value> values = comparison.values();
        return values.isEmpty()
                ? operator
                : operator + " " + values.stream().map(this::value).collect(Collectors.joining(", "));
    }

    private String value(Value value) {
        if (value instanceof Value.Numeric numeric) {
            return words.number(numeric.number());
        }
        if (value instanceof Value.Flag flag) {
            return words.flag(flag.flag());
        }
        return value instanceof Value.Ago ago ? words.ago(ago.span()) : words.quoted(((Value.Text) value).text());
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.uplift.UpliftModel.Foreseen;
import io.kohorte.core.learn.uplift.UpliftReport.Group;
import io.kohorte.core.learn.uplift.UpliftReport.Tenth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was foreseen of people, held against what happened to them. */
final class UpliftJudgement {
    private static final int TENTHS = 10;
    private static final double IMPROBABLE = .05;

    private final Trial trial;
    private final Foreseen foreseen;
    private final int tried;
    private final int[] order;

    /**
     * @param foreseen of each person by what was learned without them
     * @param tried of how many ways to foresee this was the best: the best of many looks good by chance alone
     */
    UpliftJudgement(Trial trial, Foreseen foreseen, int tried) {
        this.trial = trial;
        this.foreseen = foreseen;
        this.tried = tried;
        this.order = IntStream.range(0, trial.size())
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -foreseen.uplift()[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    Qini qini() {
        return Qini.of(foreseen.uplift(), trial.treated(), trial.outcome());
    }

    List<Tenth> tenths() {
        List<Tenth> tenths = new ArrayList<>();
        for (int tenth = 0; tenth < TENTHS; tenth++) {
            int[] rows = part(tenth, tenth + 1);
            if (rows.length > 0) {
                tenths.add(new Tenth(
                        tenth + 1,
                        rows.length,
                        Arrays.stream(rows)
                                .mapToDouble(row -> foreseen.uplift()[row])
                                .average()
                                .orElseThrow(),
                        foreseen.uplift()[rows[rows.length - 1]],
                        foreseen.uplift()[rows[0]],
                        effect(rows).map(Effect::difference).orElse(null)));
            }
        }
        return tenths;
    }

    List<Group> groups() {
        double usualUplift = Arrays.stream(foreseen.uplift()).average().orElse(0);
        double usualRate = trial.outcomes(false).mean();
        Reaction[] reactions = IntStream.range(0, trial.size())
                .mapToObj(row -> Reaction.of(foreseen.uplift()[row], foreseen.untreated()[row], usualUplift, usualRate))
                .toArray(Reaction[]::new);
        Map<Reaction, int[]> rows = new EnumMap<>(Reaction.class);
        for (Reaction reaction : Reaction.values()) {
            int[] of = IntStream.range(0, reactions.length)
                    .filter(row -> reactions[row] == reaction)
                    .toArray();
            if (of.length > 0) {
                rows.put(reaction, of);
            }
        }
        double ofPersuadables = Optional.ofNullable(rows.get(Reaction.PERSUADABLE))
                .flatMap(this::effect)
                .map(effect -> effect.difference().value())
                .orElse(0.0);
        return rows.entrySet().stream()
                .map(of -> group(of.getKey(), of.getValue(), ofPersuadables))
                .toList();
    }

    private Group group(Reaction reaction, int[] rows, double ofPersuadables) {
        Trial people = trial.rows(rows);
        Interval effect = effect(rows).map(Effect::difference).orElse(null);
        return new Group(
                reaction,
                reaction.label(),
                rows.length,
                (double) rows.length / trial.size(),
                people.outcomes(true).mean(),
                people.outcomes(false).mean(),
                effect,
                confirmed(reaction, effect, ofPersuadables));
    }

    private static boolean confirmed(Reaction reaction, @Nullable Interval effect, double ofPersuadables) {
        if (effect == null) {
            return false;
        }
        return switch (reaction) {
            case PERSUADABLE -> effect.low() > 0;
            case SLEEPING_DOG -> effect.high() < 0;
            case SURE_THING, LOST_CAUSE -> effect.high() >= 0 && effect.high() < ofPersuadables;
        };
    }

    /**
     * Poor as long as it is not shown that the half the model names first gains more than the other half; then by how much of the best thinkable gain
     * over choosing by lot it reaches.
     */
    Quality word(Qini qini) {
        if (!halvesDiffer()) {
            return Quality.POOR;
        }
        return Quality.of(qini.coefficient() / Math.max(1e-9, Math.abs(qini.whole()) / 2), 0, .1, .3);
    }

    Wording reason(Qini qini) {
        Wording first = Numbers.exact(100 * effectOf(part(0, TENTHS / 2)), 2);
        Wording second = Numbers.exact(100 * effectOf(part(TENTHS / 2, TENTHS)), 2);
        Wording area = Numbers.exact(1000 * qini.coefficient(), 2);
        return halvesDiffer()
                ? Numbers.fill(
                        new Wording(
                                "In the half that the model names first the effect was %s points, in the other half %s: it finds whom treatment moves (Qini × 1000: %s).",
                                "In der Hälfte, die das Modell zuerst nennt, betrug die Wirkung %s Punkte, in der anderen %s: Es findet, wen die Ansprache bewegt (Qini × 1000: %s)."),
                        first,
                        second,
                        area)
                : Numbers.fill(
                        new Wording(
                                "In the half that the model names first the effect was %s points, in the other half %s: that may be chance, so do not choose by it yet (Qini × 1000: %s).",
                                "In der Hälfte, die das Modell zuerst nennt, betrug die Wirkung %s Punkte, in der anderen %s: Das kann Zufall sein, also wählen Sie noch nicht danach aus (Qini × 1000: %s)."),
                        first,
                        second,
                        area);
    }

    private double effectOf(int[] rows) {
        return effect(rows).map(effect -> effect.difference().value()).orElse(0.0);
    }

    private boolean halvesDiffer() {
        Trial first = trial.rows(sorted(part(0, TENTHS / 2)));
        Trial second = trial.rows(sorted(part(TENTHS / 2, TENTHS)));
        double error = Math.sqrt(first.outcomes(true).uncertainty()
                + first.outcomes(false).uncertainty()
                + second.outcomes(true).uncertainty()
                + second.outcomes(false).uncertainty());
        double difference = first.outcomes(true).mean()
                - first.outcomes(false).mean()
                - second.outcomes(true).mean()
                + second.outcomes(false).mean();
        return difference > 0 && tried * Tails.ofNormal(difference / error) < IMPROBABLE;
    }

    private Optional<Effect> effect(int[] rows) {
        Trial people = trial.rows(sorted(rows));
        return Effect.ofRates(people.outcomes(true), people.outcomes(false));
    }

    private int[] part(int from, int to) {
        return Arrays.copyOfRange(order, order.length * from / TENTHS, order.length * to / TENTHS);
    }

    private static int[] sorted(int[] rows) {
        int[] ascending = rows.clone();
        Arrays.sort(ascending);
        return ascending;
    }
}

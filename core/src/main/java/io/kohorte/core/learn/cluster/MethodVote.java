// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Chooses between methods by what means the same for all of them: silhouette above chance, stability, and neighbours that stay together, which
 * holds for groups of any shape. A method outranks another only by a difference that is more than chance between samples; where that leaves a tie, the
 * method in use stays, and without one the simplest wins.
 */
final class MethodVote {
    /** The spread of these figures between samples of a thousand. */
    private static final double CHANCE = .03;

    private static final List<Judge> JUDGES = List.of(
            new Judge(
                    MethodTried::aboveChance,
                    new Wording("its groups are clearer apart", "seine Gruppen sind klarer getrennt")),
            new Judge(
                    MethodTried::stability,
                    new Wording(
                            "they come back when customers are redrawn", "sie kehren bei neu gezogenen Kunden wieder")),
            new Judge(
                    MethodTried::together,
                    new Wording("they keep similar customers together", "sie lassen ähnliche Kunden beisammen")));

    private MethodVote() {}

    private record Judge(ToDoubleFunction<MethodTried> figure, Wording praise) {
        boolean prefers(MethodTried better, MethodTried worse) {
            return figure.applyAsDouble(better) > figure.applyAsDouble(worse) + CHANCE;
        }
    }

    /** Best first. */
    static List<MethodTried> ranked(List<MethodTried> tried, Optional<Method> inUse) {
        List<MethodTried> useful = tried.stream().filter(MethodTried::useful).toList();
        List<MethodTried> voters = useful.isEmpty() ? tried : useful;
        return tried.stream()
                .map(one -> one.withVotes(JUDGES.stream()
                        .mapToDouble(judge -> 1
                                + voters.stream()
                                        .filter(rival -> judge.prefers(rival, one))
                                        .count())
                        .sum()))
                .sorted(Comparator.<MethodTried>comparingInt(one -> one.useful() || useful.isEmpty() ? 0 : 1)
                        .thenComparingDouble(MethodTried::votes)
                        .thenComparingInt(
                                one -> inUse.filter(one.method()::equals).isPresent() ? 0 : 1)
                        .thenComparing(MethodTried::method))
                .toList();
    }

    /** Why the first of those ranked won. */
    static Wording reason(List<MethodTried> ranked) {
        MethodTried winner = ranked.get(0);
        List<MethodTried> others = ranked.subList(1, ranked.size());
        List<Wording> praises = new ArrayList<>();
        for (Judge judge : JUDGES) {
            boolean ahead = others.stream().anyMatch(other -> judge.prefers(winner, other));
            boolean behind = others.stream().anyMatch(other -> other.useful() && judge.prefers(other, winner));
            if (ahead && !behind) {
                praises.add(judge.praise());
            }
        }
        if (praises.isEmpty()) {
            return Numbers.fill(
                    new Wording(
                            "%s: no other method tried was clearly better.",
                            "%s: Kein anderes ausprobiertes Verfahren war klar besser."),
                    winner.method().label());
        }
        return Numbers.fill(
                new Wording("%s, because %s.", "%s, denn %s."),
                winner.method().label(),
                new Wording(
                        String.join(" and ", praises.stream().map(Wording::en).toList()),
                        String.join(" und ", praises.stream().map(Wording::de).toList())));
    }
}

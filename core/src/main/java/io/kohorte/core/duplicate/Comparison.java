// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Scoring.Reason;
import io.kohorte.core.run.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Compares people and finds those who are probably the same person. */
final class Comparison {

    private final People people;
    private final Blocking blocking;
    private final Weights weights;

    private Comparison(People people, Blocking blocking, Weights weights) {
        this.people = people;
        this.blocking = blocking;
        this.weights = weights;
    }

    /**
     * Two profiles that may be one person.
     *
     * @param one the lower number
     * @param content what is known about both, as a number, see {@link People#content}
     */
    record Match(int one, int other, double probability, List<Reason> reasons, long content) {

        boolean household() {
            return Household.mayExplain(reasons);
        }
    }

    /** Learns the weights from these people. */
    static Comparison learned(People people) {
        return learned(people, unheard -> {});
    }

    /** @param heard is told how far that is, on whatever thread */
    static Comparison learned(People people, Consumer<Progress> heard) {
        Blocking blocking = Blocking.asLargeAsSensible(people);
        long steps = 2L * blocking.rules();
        Weights weights = Learning.from(people, blocking, done -> heard.accept(new Progress(done, steps, "learning")));
        return new Comparison(people, blocking, weights);
    }

    /** With weights learned before. */
    static Comparison with(People people, Weights weights) {
        return new Comparison(people, Blocking.of(people, weights.largestBlock()), weights);
    }

    Weights weights() {
        return weights;
    }

    /** Pairs at least so probable, most probable first. */
    List<Match> matches(double least) {
        return matches(least, row -> true, unheard -> {});
    }

    /**
     * Only pairs of whom at least one is asked for.
     *
     * @param heard is told how far that is, on whatever thread
     */
    List<Match> matches(double least, IntPredicate asked, Consumer<Progress> heard) {
        Scoring scoring = new Scoring(people, weights);
        return blocking
                .<List<Match>>meet(
                        ArrayList::new,
                        found -> (one, other) -> {
                            if (asked.test(one) || asked.test(other)) {
                                double probability = scoring.probability(one, other);
                                if (probability >= least) {
                                    found.add(match(scoring, one, other, probability));
                                }
                            }
                        },
                        done -> heard.accept(new Progress(done, (long) blocking.rules(), "comparing")))
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingDouble(Match::probability)
                        .reversed()
                        .thenComparing(Match::one)
                        .thenComparing(Match::other))
                .toList();
    }

    private Match match(Scoring scoring, int one, int other, double probability) {
        int low = people.profile(one) < people.profile(other) ? one : other;
        int high = low == one ? other : one;
        return new Match(
                people.profile(low),
                people.profile(high),
                probability,
                scoring.reasons(low, high),
                31 * people.content(low) + people.content(high));
    }
}

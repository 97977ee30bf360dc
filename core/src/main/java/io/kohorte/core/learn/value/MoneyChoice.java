// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How money is foreseen, and why that way.
 *
 * @param candidates how each did on the held-out span; one that could not be learned is not among them
 */
public record MoneyChoice(Way chosen, Wording reason, List<Candidate> candidates) {
    /** Normal quantile of a one-sided 95 %. */
    private static final double SURE = 1.645;

    public MoneyChoice {
        candidates = List.copyOf(candidates);
    }

    /** Where money comes from. */
    public enum Way {
        /** Purchases expected times the spend of each, both by a model of how people buy. */
        PROBABILITY,
        /** Learned from all that is known of customers. */
        LEARNED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One way and what it was worth.
     *
     * @param error mean deviance of each customer's money: what the choice goes by
     * @param bestTenth share of all money that came from the tenth foreseen best
     */
    public record Candidate(
            Way way, double forecast, double actual, double rmse, double correlation, double error, double bestTenth) {

        static Candidate of(Way way, double[] foreseen, double[] came) {
            double all = Judgement.sum(came);
            int[] best = Arrays.copyOf(Judgement.best(foreseen), (came.length + 9) / 10);
            return new Candidate(
                    way,
                    Judgement.sum(foreseen),
                    all,
                    Judgement.rmse(foreseen, came),
                    Judgement.correlation(foreseen, came),
                    Deviance.of(foreseen, came).mean(),
                    all <= 0
                            ? 0
                            : Arrays.stream(best).mapToDouble(row -> came[row]).sum() / all);
        }
    }

    /** Where nothing could be learned. */
    static MoneyChoice withoutLearned(double[] foreseen, double[] came, Wording why) {
        return new MoneyChoice(Way.PROBABILITY, why, List.of(Candidate.of(Way.PROBABILITY, foreseen, came)));
    }

    /**
     * What is learned must be better beyond chance, customer by customer: the model of how people buy needs less, and holds where customers of
     * another kind come.
     */
    static MoneyChoice between(double[] probability, double[] learned, double[] came) {
        List<Candidate> candidates =
                List.of(Candidate.of(Way.PROBABILITY, probability, came), Candidate.of(Way.LEARNED, learned, came));
        double sureness = Deviance.of(learned, came).surelySmallerThan(Deviance.of(probability, came));
        boolean better = sureness > SURE;
        return new MoneyChoice(
                better ? Way.LEARNED : Way.PROBABILITY,
                Numbers.fill(
                        better
                                ? new Wording(
                                        "Money is learned from features: on the same customers its error is smaller beyond chance (%s against %s by the model of how people buy; %s standard errors apart, %s are enough). In all %s and %s were foreseen, %s came.",
                                        "Der Umsatz wird aus Kenngrößen gelernt: bei denselben Kunden ist der Fehler über den Zufall hinaus kleiner (%s gegen %s beim Modell des Kaufverhaltens; %s Standardfehler Abstand, %s genügen). Insgesamt wurden %s und %s vorhergesagt, %s kamen.")
                                : new Wording(
                                        "Money stays with the model of how people buy: learned from features, the error on the same customers is not smaller beyond chance (%s against %s; %s standard errors apart, %s would be needed). In all %s and %s were foreseen, %s came.",
                                        "Der Umsatz bleibt beim Modell des Kaufverhaltens: aus Kenngrößen gelernt ist der Fehler bei denselben Kunden nicht über den Zufall hinaus kleiner (%s gegen %s; %s Standardfehler Abstand, %s wären nötig). Insgesamt wurden %s und %s vorhergesagt, %s kamen."),
                        Stream.of(
                                        Numbers.exact(candidates.get(1).error(), 3),
                                        Numbers.exact(candidates.get(0).error(), 3),
                                        Numbers.exact(sureness, 2),
                                        Numbers.exact(SURE, 2),
                                        Numbers.amount(candidates.get(1).forecast()),
                                        Numbers.amount(candidates.get(0).forecast()),
                                        Numbers.amount(candidates.get(0).actual()))
                                .toArray(Wording[]::new)),
                candidates);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.value.PurchaseHistory.Bought;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How money is foreseen, and why that way.
 *
 * @param candidates how each did on the held-out span, which had no say in the choice; one that could not be learned is not among them
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
     * @param error mean deviance of each customer's money: what the choice goes by, on an earlier span
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

    /**
     * What both ways foresaw of the same customers, and what came.
     *
     * @param days how long the span was
     */
    @SuppressWarnings("ArrayRecordComponent") // customers in bulk, never compared
    record Rivals(double[] probability, double[] learned, double[] came, long days) {
        static Rivals of(ValueModel plain, ValueModel rival, Buyers known, Bought came, HeldOut span) {
            double weeks = ValueTraining.weeks(span.judged());
            return new Rivals(
                    plain.forecast(known, weeks).money(),
                    rival.forecast(known, weeks).money(),
                    came.money(),
                    span.judged().toDays());
        }

        private List<Candidate> candidates() {
            return List.of(Candidate.of(Way.PROBABILITY, probability, came), Candidate.of(Way.LEARNED, learned, came));
        }

        /** In standard errors, how surely what is learned errs less. */
        private double sureness() {
            return Deviance.of(learned, came).surelySmallerThan(Deviance.of(probability, came));
        }
    }

    /** Where nothing could be learned. */
    static MoneyChoice withoutLearned(double[] foreseen, double[] came, Wording why) {
        return new MoneyChoice(Way.PROBABILITY, why, List.of(Candidate.of(Way.PROBABILITY, foreseen, came)));
    }

    /**
     * What is learned must be better beyond chance, customer by customer: the model of how people buy needs less, and holds where customers of
     * another kind come. The better of two by luck looks better than it is on the span it was chosen by; so one span chooses, and the figures are
     * those of another.
     *
     * @param before the span that decides
     * @param heldOut the later span, which has no say
     */
    static MoneyChoice between(Rivals before, Rivals heldOut) {
        double sureness = before.sureness();
        boolean better = sureness > SURE;
        List<Candidate> then = before.candidates();
        List<Candidate> candidates = heldOut.candidates();
        return new MoneyChoice(
                better ? Way.LEARNED : Way.PROBABILITY,
                Numbers.fill(
                        better
                                ? new Wording(
                                        "Money is learned from features: chosen on the %s days before the held-out"
                                                + " span, where its error on the same customers was smaller beyond chance"
                                                + " (%s against %s by the model of how people buy; %s standard errors"
                                                + " apart, %s are enough). On the held-out span, which had no say in that,"
                                                + " its error is %s against %s; %s and %s were foreseen in all, %s came.",
                                        "Der Umsatz wird aus Kenngrößen gelernt: gewählt an den %s Tagen vor dem"
                                                + " zurückgehaltenen Zeitraum, wo der Fehler bei denselben Kunden über den"
                                                + " Zufall hinaus kleiner war (%s gegen %s beim Modell des Kaufverhaltens;"
                                                + " %s Standardfehler Abstand, %s genügen). Im zurückgehaltenen Zeitraum,"
                                                + " der dabei nicht mitsprach, ist der Fehler %s gegen %s; insgesamt"
                                                + " wurden %s und %s vorhergesagt, %s kamen.")
                                : new Wording(
                                        "Money stays with the model of how people buy: chosen on the %s days before"
                                                + " the held-out span, where learned from features the error on the same"
                                                + " customers was not smaller beyond chance (%s against %s; %s standard"
                                                + " errors apart, %s would be needed). On the held-out span, which had no"
                                                + " say in that, learning errs by %s against %s; %s and %s were foreseen"
                                                + " in all, %s came.",
                                        "Der Umsatz bleibt beim Modell des Kaufverhaltens: gewählt an den %s Tagen vor"
                                                + " dem zurückgehaltenen Zeitraum, wo aus Kenngrößen gelernt der Fehler"
                                                + " bei denselben Kunden nicht über den Zufall hinaus kleiner war (%s"
                                                + " gegen %s; %s Standardfehler Abstand, %s wären nötig). Im"
                                                + " zurückgehaltenen Zeitraum, der dabei nicht mitsprach, ist der Fehler"
                                                + " des Gelernten %s gegen %s; insgesamt wurden %s und %s vorhergesagt, %s"
                                                + " kamen."),
                        Stream.of(
                                        Numbers.amount((double) before.days()),
                                        Numbers.exact(then.get(1).error(), 3),
                                        Numbers.exact(then.get(0).error(), 3),
                                        Numbers.exact(sureness, 2),
                                        Numbers.exact(SURE, 2),
                                        Numbers.exact(candidates.get(1).error(), 3),
                                        Numbers.exact(candidates.get(0).error(), 3),
                                        Numbers.amount(candidates.get(1).forecast()),
                                        Numbers.amount(candidates.get(0).forecast()),
                                        Numbers.amount(candidates.get(0).actual()))
                                .toArray(Wording[]::new)),
                candidates);
    }
}

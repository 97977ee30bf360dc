// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.Curves;
import io.kohorte.core.learn.predict.Importance;
import io.kohorte.core.learn.value.MoneyChoice.Rivals;
import io.kohorte.core.learn.value.PurchaseHistory.Bought;
import io.kohorte.core.learn.value.ValueModel.Forecast;
import io.kohorte.core.learn.value.ValueReport.Candidate;
import io.kohorte.core.learn.value.ValueReport.Compared;
import io.kohorte.core.learn.value.ValueReport.Tenth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Learns from what was known before the held-out span, and is judged on the span. The same data and seed give the same model. */
public final class ValueTraining {
    private static final int MOST_ROWS = 100_000;

    /** The older model takes a hundred times as long, and is there for comparison only. */
    private static final int COMPARED_ROWS = 2_500;

    /** Twice the gain in log-likelihood that two more parameters reach by chance in one case of twenty: the 95 % point of χ² with 2 degrees. */
    private static final double BY_CHANCE = 5.991;

    private static final int POINTS = 13;
    private static final int STEPS = 4;

    private final String event;
    private final int horizonDays;
    private final List<Feature> features;
    private final long seed;

    /** @param features what money may be learned from, besides the rhythm of purchases */
    public ValueTraining(String event, int horizonDays, List<Feature> features, long seed) {
        this.event = event;
        this.horizonDays = horizonDays;
        this.features = List.copyOf(features);
        this.seed = seed;
    }

    /**
     * What training brings forth.
     *
     * @param test the customers it was judged on, as they were known at the decision
     * @param came what they bought in the held-out span
     */
    public record Outcome(ValueModel model, ValueReport report, HeldOut heldOut, Buyers test, Bought came) {

        /** What a model foresaw for the held-out span. */
        public double[] foreseenBy(ValueModel any) {
            return any.forecast(test, weeks(heldOut.judged())).money();
        }
    }

    /**
     * Throws {@link LearningRefused} where too few customers came back.
     *
     * @param now customers as they are known today
     * @param told what a person should know about the source
     */
    public Outcome train(HeldOut heldOut, PurchaseHistory history, Buyers now, List<Check> told, Progress progress) {
        progress.reached("features", 0, STEPS);
        Buyers known = history.asOf(heldOut.decision());
        ValueChecks.volumes(known);
        progress.reached("fit", 1, STEPS);
        ValueChecks checks = new ValueChecks();
        Buyers learned = known.sample(MOST_ROWS, seed);
        ValueModel plain = rhythm(learned, checks);
        progress.reached("learners", 2, STEPS);
        List<Candidate> candidates = candidates(learned.sample(COMPARED_ROWS, seed));
        progress.reached("judge", 3, STEPS);
        int[] spenders = learned.spenders();
        double related = Judgement.correlation(
                Arrays.stream(spenders)
                        .mapToDouble(row -> learned.repeats()[row])
                        .toArray(),
                Arrays.stream(spenders).mapToDouble(row -> learned.spend()[row]).toArray());
        checks.independence(related);
        checks.shortHistory(heldOut);
        checks.addAll(told);
        Bought came = history.bought(known, heldOut.decision(), heldOut.until());
        double weeks = weeks(heldOut.judged());
        LearnedMoney earlier = LearnedMoney.learn(heldOut.before(), history, seed);
        LearnedMoney money = earlier.model().isPresent() ? LearnedMoney.learn(heldOut, history, seed) : earlier;
        ValueModel rival = money.model().map(plain::learning).orElse(plain);
        MoneyChoice choice = rival.givesReasons()
                ? MoneyChoice.between(
                        before(heldOut.before(), earlier, history), Rivals.of(plain, rival, known, came, heldOut))
                : MoneyChoice.withoutLearned(plain.forecast(known, weeks).money(), came.money(), money.missing());
        ValueModel model = choice.chosen() == MoneyChoice.Way.LEARNED ? rival : plain;
        Forecast forecast = model.forecast(known, weeks);
        double[] ownRate = Judgement.ownRate(known, weeks);
        if (model.features().stream().anyMatch(feature -> feature.startsWith(FeatureCatalogue.TRAIT))) {
            checks.addAll(List.of(Check.traitsOfToday()));
        }
        Compared inPurchases = Judgement.compared(forecast.purchases(), ownRate, came.purchases());
        Compared inMoney = Judgement.compared(forecast.money(), Judgement.ownMoney(known, ownRate), came.money());
        List<Tenth> tenths = Judgement.tenths(forecast, came);
        ValueReport report = new ValueReport(
                new ValueReport.Window(
                        heldOut.decision(), heldOut.until(), heldOut.judged().toSeconds() / 86_400.0, horizonDays),
                new ValueReport.Customers(known.size(), known.repeaters().length),
                inPurchases,
                inMoney,
                Curves.rocAuc(forecast.purchases(), again(came)),
                tenths,
                course(model, known, history, heldOut),
                Outlooks.of(model.forecast(now)),
                plain.purchases(),
                plain.spend(),
                choice,
                Optional.ofNullable(model.learned())
                        .map(amount -> Importance.of(amount, known.features(), features, seed))
                        .orElse(List.of()),
                candidates,
                related,
                word(inMoney, inPurchases),
                reason(heldOut, inMoney, inPurchases, tenths.get(0)),
                checks.found());
        progress.reached("judge", STEPS, STEPS);
        return new Outcome(model, report, heldOut, known, came);
    }

    /** Both ways on an earlier span, each with what was known before that. */
    private Rivals before(HeldOut span, LearnedMoney learned, PurchaseHistory history) {
        Buyers known = history.asOf(span.decision());
        ValueModel plain = rhythm(known.sample(MOST_ROWS, seed), new ValueChecks());
        return Rivals.of(
                plain,
                plain.learning(learned.model().orElseThrow()),
                known,
                history.bought(known, span.decision(), span.until()),
                span);
    }

    /** How people buy, learned from what is known of them. */
    private ValueModel rhythm(Buyers buyers, ValueChecks checks) {
        return new ValueModel(event, horizonDays, purchases(buyers, checks), spend(buyers, checks), null);
    }

    /** Without drop-out where drop-out explains nothing. */
    private static PurchaseForecast purchases(Buyers buyers, ValueChecks checks) {
        Nbd plain = Nbd.fit(buyers);
        BgNbd full = BgNbd.fit(buyers);
        if (2 * (full.logLikelihood(buyers) - plain.logLikelihood(buyers)) > BY_CHANCE) {
            return full;
        }
        checks.noDropOut();
        return plain;
    }

    private static SpendForecast spend(Buyers buyers, ValueChecks checks) {
        GammaGamma model = GammaGamma.fit(buyers);
        if (model.holds()) {
            return model;
        }
        checks.spendRunsAway();
        return Credibility.fit(buyers);
    }

    private static List<Candidate> candidates(Buyers few) {
        return List.of(
                new Candidate(BgNbd.METHOD, BgNbd.fit(few).logLikelihood(few), few.size()),
                new Candidate(ParetoNbd.METHOD, ParetoNbd.fit(few).logLikelihood(few), few.size()),
                new Candidate(Nbd.METHOD, Nbd.fit(few).logLikelihood(few), few.size()));
    }

    private static List<double[]> course(ValueModel model, Buyers known, PurchaseHistory history, HeldOut heldOut) {
        List<double[]> course = new ArrayList<>(List.of(new double[] {0, 0, 0}));
        for (int point = 1; point <= POINTS; point++) {
            Duration far = heldOut.judged().multipliedBy(point).dividedBy(POINTS);
            Instant until = heldOut.decision().plus(far);
            course.add(new double[] {
                far.toSeconds() / 86_400.0,
                model.forecast(known, weeks(far)).totalPurchases(),
                Judgement.sum(history.bought(known, heldOut.decision(), until).purchases())
            });
        }
        return course;
    }

    private static boolean[] again(Bought came) {
        boolean[] again = new boolean[came.purchases().length];
        for (int row = 0; row < again.length; row++) {
            again[row] = came.purchases()[row] > 0;
        }
        return again;
    }

    /** No better than the worse of level and order. */
    private static Quality word(Compared money, Compared purchases) {
        Quality level = Quality.of(-Math.abs(missed(money)), -.3, -.15, -.05);
        Quality order = Quality.of(purchases.correlation(), .2, .4, .6);
        return level.compareTo(order) < 0 ? level : order;
    }

    /** By which share the total was missed; upwards where positive. */
    private static double missed(Compared compared) {
        return compared.actual() <= 0 ? 1 : compared.forecast() / compared.actual() - 1;
    }

    private static Wording reason(HeldOut heldOut, Compared money, Compared purchases, Tenth best) {
        return Numbers.fill(
                new Wording(
                        "In the %s days held out, %s in money was foreseen and %s came (%s purchases foreseen, %s"
                                + " came). One by one, forecast and purchases go together with a correlation of %s; the"
                                + " tenth foreseen best brought %s of the money.",
                        "In den zurückgehaltenen %s Tagen wurden %s Umsatz vorhergesagt, %s kamen (%s Käufe"
                                + " vorhergesagt, %s kamen). Kunde für Kunde hängen Vorhersage und Käufe mit einer"
                                + " Korrelation von %s zusammen; das am besten vorhergesagte Zehntel brachte %s des"
                                + " Umsatzes."),
                Numbers.amount((double) heldOut.judged().toDays()),
                Numbers.amount(money.forecast()),
                Numbers.amount(money.actual()),
                Numbers.amount(Math.rint(purchases.forecast())),
                Numbers.amount(purchases.actual()),
                Numbers.exact(purchases.correlation(), 2),
                Numbers.percent(money.actual() <= 0 ? 0 : best.actual() / money.actual()));
    }

    static double weeks(Duration duration) {
        return duration.toSeconds() / 86_400.0 / Buyers.DAYS_A_WEEK;
    }
}

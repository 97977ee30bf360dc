// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.value.MoneyChoice.Rivals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Money is learned from features where that is better, and only there. */
final class LearnedMoneyTest {
    private static final int DAYS = 540;
    private static final Instant END = InventedBuyers.OPENED.plus(Duration.ofDays(DAYS));

    @Test
    void where_the_rhythm_of_each_customer_is_all_there_is_the_model_of_how_people_buy_keeps_its_place() {
        for (int seed = 1; seed <= 4; seed++) {
            MoneyChoice choice = train(new InventedBuyers(seed).of(2_000, DAYS, .6, 5, .9, 3))
                    .report()
                    .moneyModel();

            assertThat(choice.chosen()).as("seed %d", seed).isEqualTo(MoneyChoice.Way.PROBABILITY);
            assertThat(choice.candidates()).hasSize(2);
            assertThat(choice.reason().en()).contains("was not smaller beyond chance", "which had no say in that");
            assertThat(choice.reason().de()).contains("nicht über den Zufall hinaus kleiner");
        }
    }

    @Test
    void where_a_trait_decides_what_comes_money_is_learned_and_the_trait_counts_most() {
        ValueTraining.Outcome outcome = train(new InventedBuyers().ofTwoKinds(1_200, DAYS));
        ValueReport report = outcome.report();
        MoneyChoice.Candidate probability = report.moneyModel().candidates().get(0);
        MoneyChoice.Candidate learned = report.moneyModel().candidates().get(1);

        assertThat(report.moneyModel().chosen()).isEqualTo(MoneyChoice.Way.LEARNED);
        assertThat(learned.error()).isLessThan(probability.error() / 2);
        assertThat(learned.correlation()).isGreaterThan(probability.correlation() + .05);
        assertThat(learned.forecast() / learned.actual()).isCloseTo(1, within(.1));
        assertThat(report.money().forecast())
                .as("the report is about the way that speaks")
                .isEqualTo(learned.forecast());
        assertThat(report.features().get(0).name()).isEqualTo("trait:kind");
        assertThat(report.checks()).extracting(Check::code).contains("traits-of-today");
    }

    @Test
    void what_was_learned_is_served_as_it_was_trained_and_learned_again_is_the_same_bit_by_bit() {
        PurchaseLog log = new InventedBuyers().ofTwoKinds(1_200, DAYS);
        ValueModel model = train(log).model();
        Buyers now = log.asOf(END);

        ValueModel read = ValueCodec.read(ValueCodec.write(model));

        assertThat(read.score(now.features())).isEqualTo(model.score(now.features()));
        assertThat(read.features()).isEqualTo(model.features()).contains("trait:kind");
        assertThat(ValueCodec.write(train(log).model())).isEqualTo(ValueCodec.write(model));
    }

    @Test
    void each_customers_money_is_told_apart_by_features_without_a_rest() {
        PurchaseLog log = new InventedBuyers().ofTwoKinds(1_200, DAYS);
        ValueModel model = train(log).model();
        Buyers now = log.asOf(END);

        List<Explanation> explanations = model.explain(now.features());

        double[] money = model.score(now.features());
        for (int row = 0; row < money.length; row++) {
            Explanation why = explanations.get(row);
            double told = why.usual()
                    + why.parts().stream().mapToDouble(Explanation.Part::points).sum();
            assertThat(told).isCloseTo(money[row], withPercentage(1e-6));
        }
        int member = IntStream.range(0, money.length)
                .filter(row -> log.kinds().get(now.profiles()[row]).equals("member"))
                .findFirst()
                .orElseThrow();
        assertThat(explanations.get(member).parts())
                .filteredOn(part -> part.feature().equals("trait:kind"))
                .singleElement()
                .satisfies(part -> assertThat(part.points()).isPositive());
    }

    @Test
    void the_unit_of_money_changes_nothing() {
        PurchaseLog euros = new InventedBuyers().ofTwoKinds(1_200, DAYS);
        PurchaseLog cents = new InventedBuyers().ofTwoKinds(1_200, DAYS);
        cents.days().values().forEach(days -> days.replaceAll((day, money) -> 100 * money));

        double[] inEuros = train(euros).model().score(euros.asOf(END).features());
        double[] inCents = train(cents).model().score(cents.asOf(END).features());

        for (int row = 0; row < inEuros.length; row++) {
            assertThat(inCents[row] / 100).isCloseTo(inEuros[row], withPercentage(1));
        }
    }

    @Test
    void what_history_does_not_allow_is_not_learned_and_says_why() {
        PurchaseLog log = new InventedBuyers().of(900, 150, .6, 5, .9, 3);
        Instant end = InventedBuyers.OPENED.plus(Duration.ofDays(150));
        HeldOut heldOut =
                HeldOut.plan(InventedBuyers.OPENED, end, Duration.ofDays(75)).orElseThrow();
        HeldOut longer =
                HeldOut.plan(InventedBuyers.OPENED, end, Duration.ofDays(45)).orElseThrow();

        assertThat(heldOut.earlier()).isEmpty();
        assertThat(LearnedMoney.learn(heldOut, log, 42).missing().en())
                .contains("does not hold two whole horizons of 75 days");
        assertThat(longer.before().earlier())
                .as("three and a half horizons do not fit in 150 days")
                .isEmpty();
        assertThat(longer.earlier())
                .as("each sees half a horizon, and a whole one passes before what is held out")
                .containsExactly(end.minus(Duration.ofDays(90)), end.minus(Duration.ofHours(24 * 112 + 12)));
        assertThat(LearnedMoney.learn(longer, log, 42).model()).isPresent();
        PurchaseLog few = new InventedBuyers().of(150, 150, .6, 5, .9, 3);
        assertThat(LearnedMoney.learn(longer, few, 42).missing().de()).contains("nötig sind mindestens 200 und 50");
        PurchaseLog nobodyReturns = new InventedBuyers().of(900, 150, .6, 400, 0, 3);
        assertThat(LearnedMoney.learn(longer, nobodyReturns, 42).missing().en())
                .matches(".*a horizon before 2023-04-16 there were [2-9]\\d\\d buyers, of whom [1-4]?\\d brought money"
                        + " within it.*");
    }

    @Test
    void what_comes_in_the_span_that_is_reported_has_no_say_in_the_choice() {
        PurchaseLog log = new InventedBuyers().ofTwoKinds(1_200, DAYS);
        MoneyChoice asBefore = train(log).report().moneyModel();
        Instant decision = END.minus(Duration.ofDays(90));
        log.days().forEach((customer, days) -> {
            boolean known = days.firstKey().isBefore(decision);
            if (known && log.kinds().get(customer).equals("member")) {
                days.tailMap(decision, false).clear();
            }
        });

        MoneyChoice membersGone = train(log).report().moneyModel();

        assertThat(asBefore.chosen()).isEqualTo(MoneyChoice.Way.LEARNED);
        assertThat(membersGone.chosen()).isEqualTo(MoneyChoice.Way.LEARNED);
        assertThat(membersGone.candidates().get(1).error())
                .as("members stay away in the last weeks of all: the figure says how wrong that went")
                .isGreaterThan(membersGone.candidates().get(0).error());
    }

    @Test
    void what_won_by_luck_gains_nothing_in_the_figure_that_is_reported() {
        Random random = new Random(11);
        int customers = 400;
        int contests = 6_000;
        double[] chosenBy = new double[contests];
        double[] reported = new double[contests];
        int won = 0;
        for (int contest = 0; contest < contests; contest++) {
            Rivals before = noise(customers, random);
            Rivals heldOut = noise(customers, random);
            MoneyChoice choice = MoneyChoice.between(before, heldOut);
            if (choice.chosen() == MoneyChoice.Way.LEARNED) {
                chosenBy[won] = gain(MoneyChoice.between(heldOut, before));
                reported[won] = gain(choice);
                won++;
            }
        }

        assertThat(won).as("one in twenty, as wide as the error of that").isBetween(200, 400);
        assertThat(errorsFromZero(chosenBy, won))
                .as("on the span that chose, the winner seems better")
                .isGreaterThan(10);
        assertThat(errorsFromZero(reported, won)).isBetween(-3.0, 3.0);
    }

    /** Two forecasts that are wrong by noise alone, each as much as the other. */
    private static Rivals noise(int customers, Random random) {
        double[] one = new double[customers];
        double[] other = new double[customers];
        double[] came = new double[customers];
        for (int row = 0; row < customers; row++) {
            one[row] = 50 * Math.exp(.3 * random.nextGaussian());
            other[row] = 50 * Math.exp(.3 * random.nextGaussian());
            came[row] = 50 * Math.exp(random.nextGaussian());
        }
        return new Rivals(one, other, came, 90);
    }

    private static double gain(MoneyChoice choice) {
        return choice.candidates().get(0).error() - choice.candidates().get(1).error();
    }

    private static double errorsFromZero(double[] gains, int many) {
        double mean = Arrays.stream(gains, 0, many).average().orElseThrow();
        double variance = Arrays.stream(gains, 0, many)
                        .map(gain -> (gain - mean) * (gain - mean))
                        .sum()
                / (many - 1);
        return mean / Math.sqrt(variance / many);
    }

    @Test
    void real_customers_of_a_music_shop_are_foreseen_by_the_better_of_both() throws Exception {
        PurchaseLog log = CdnowSample.log();
        Instant first = Instant.parse("1997-01-01T00:00:00Z");
        Instant last = Instant.parse("1998-06-30T00:00:00Z");
        HeldOut heldOut = HeldOut.plan(first, last, Duration.ofDays(91)).orElseThrow();

        MoneyChoice choice = new ValueTraining(PurchaseLog.EVENT, 91, List.of(), 42)
                .train(heldOut, log, log.asOf(last), List.of(), Progress.SILENT)
                .report()
                .moneyModel();

        assertThat(choice.candidates())
                .extracting(MoneyChoice.Candidate::way)
                .containsExactly(MoneyChoice.Way.PROBABILITY, MoneyChoice.Way.LEARNED);
        assertThat(choice.candidates().get(0).error())
                .as("their rhythm is nearly all that is known of them")
                .isCloseTo(10.09, withPercentage(1));
        assertThat(choice.chosen()).isEqualTo(MoneyChoice.Way.PROBABILITY);
    }

    private static ValueTraining.Outcome train(PurchaseLog log) {
        int days = 90;
        HeldOut heldOut =
                HeldOut.plan(InventedBuyers.OPENED, END, Duration.ofDays(days)).orElseThrow();
        return new ValueTraining(PurchaseLog.EVENT, days, List.of(FeatureCatalogue.ofTrait("kind", TraitType.TEXT)), 42)
                .train(heldOut, log, log.asOf(END), List.of(), Progress.SILENT);
    }
}

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            assertThat(choice.reason().en()).contains("is not smaller beyond chance", "came.");
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
                .contains("does not hold a whole horizon of 75 days");
        assertThat(longer.earlier())
                .as("each sees half a horizon, and a whole one passes before what is held out")
                .containsExactly(end.minus(Duration.ofDays(90)), end.minus(Duration.ofHours(24 * 112 + 12)));
        assertThat(LearnedMoney.learn(longer, log, 42).model()).isPresent();
        PurchaseLog few = new InventedBuyers().of(150, 150, .6, 5, .9, 3);
        assertThat(LearnedMoney.learn(longer, few, 42).missing().de()).contains("nötig sind mindestens 200 und 50");
        PurchaseLog nobodyReturns = new InventedBuyers().of(900, 150, .6, 400, 0, 3);
        assertThat(LearnedMoney.learn(longer, nobodyReturns, 42).missing().en())
                .matches(".*there were [2-9]\\d\\d buyers, of whom [1-4]?\\d brought money within it.*");
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

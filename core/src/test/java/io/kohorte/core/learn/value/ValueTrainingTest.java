// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ValueTrainingTest {
    private static final int DAYS = 730;
    private static final Instant END = InventedBuyers.OPENED.plus(Duration.ofDays(DAYS));

    @Test
    void the_parameters_that_made_the_customers_are_found_again() {
        Buyers buyers = new InventedBuyers().of(6_000, DAYS, .6, 5, .9, 3).asOf(END);

        BgNbd purchases = BgNbd.fit(buyers);
        GammaGamma spend = GammaGamma.fit(buyers);

        assertThat(purchases.r()).isCloseTo(.6, withPercentage(15));
        assertThat(purchases.r() / purchases.alpha()).isCloseTo(.6 / 5, withPercentage(10));
        assertThat(purchases.a() / (purchases.a() + purchases.b())).isCloseTo(.9 / 3.9, withPercentage(10));
        assertThat(spend.p()).isCloseTo(6, withPercentage(10));
        assertThat(spend.q()).isCloseTo(4, withPercentage(10));
        assertThat(spend.v()).isCloseTo(15, withPercentage(15));
    }

    @Test
    void what_is_foreseen_for_such_customers_comes() {
        ValueTraining.Outcome outcome = train(new InventedBuyers().of(6_000, DAYS, .6, 5, .9, 3), 180);
        ValueReport report = outcome.report();

        assertThat(report.purchases().forecast() / report.purchases().actual()).isCloseTo(1, offset(.05));
        assertThat(report.money().forecast() / report.money().actual()).isCloseTo(1, offset(.08));
        assertThat(report.money().rmse()).isLessThan(report.money().ownRateRmse());
        assertThat(report.deciles()).hasSize(10).allSatisfy(tenth -> assertThat(tenth.customers())
                .isBetween(500L, 700L));
        assertThat(report.deciles().get(0).forecast())
                .isGreaterThan(report.deciles().get(9).forecast());
        assertThat(report.course().get(report.course().size() - 1)[1])
                .isCloseTo(report.purchases().forecast(), offset(1e-6));
        assertThat(report.outlook().distribution().stream()
                        .mapToDouble(bar -> bar[2])
                        .sum())
                .isEqualTo((double) report.outlook().customers());
        assertThat(report.outlook().aliveDistribution().stream()
                        .mapToDouble(bar -> bar[2])
                        .sum())
                .isEqualTo((double) report.outlook().customers());
        assertThat(report.checks()).extracting(Check::code).containsExactly("value-and-frequency");
    }

    @Test
    void where_nobody_ever_stops_it_says_so_and_does_without_drop_out() {
        ValueTraining.Outcome outcome = train(new InventedBuyers().of(3_000, DAYS, .6, 5, 0, 1), 180);

        assertThat(outcome.model().purchases()).isInstanceOf(Nbd.class);
        Check told = check(outcome, "no-drop-out");
        assertThat(told.sentence().en()).contains("everybody counts as still a customer");
        assertThat(told.sentence().de()).contains("gelten alle weiter als Kunden");
        assertThat(outcome.report().outlook().alive()).isEqualTo(1);
        assertThat(outcome.report().purchases().forecast()
                        / outcome.report().purchases().actual())
                .isCloseTo(1, offset(.05));
    }

    @Test
    void amounts_that_differ_hugely_between_customers_and_never_within_are_foreseen_by_credibility() {
        PurchaseLog log = new InventedBuyers().of(1_000, DAYS, .6, 5, .9, 3);
        log.days().forEach((customer, days) -> {
            double always = 10 * Math.pow(1_000.0 / customer, .9);
            days.replaceAll((day, money) -> always);
        });

        ValueTraining.Outcome outcome = train(log, 180);

        assertThat(outcome.model().spend()).isInstanceOf(Credibility.class);
        assertThat(check(outcome, "spend-runs-away").sentence().en()).contains("credibility");
    }

    @Test
    void a_customers_own_mean_counts_the_more_the_more_often_they_came_back() {
        Credibility spend = new Credibility(100, 4);

        assertThat(spend.of(4, 200)).isEqualTo(150);
        assertThat(spend.of(36, 200)).isEqualTo(190);
        assertThat(spend.next(0, Double.NaN)).isEqualTo(100);
    }

    @Test
    void who_pays_the_same_each_time_is_foreseen_to_do_so_again() {
        Buyers buyers = buyers(new int[] {2, 3, 2, 5}, new double[] {10, 20, 30, 40}, new double[] {0, 0, 0, 0});

        assertThat(Credibility.fit(buyers).of(2, 30)).isEqualTo(30);
    }

    @Test
    void customers_who_do_not_differ_all_get_the_mean() {
        Buyers buyers = buyers(new int[] {2, 2, 2}, new double[] {20, 20, 20}, new double[] {90, 90, 90});

        assertThat(Credibility.fit(buyers).of(2, 25)).isCloseTo(20, offset(.01));
    }

    @Test
    void too_few_who_came_back_are_refused_with_what_is_needed() {
        PurchaseLog log = new InventedBuyers().of(90, DAYS, .6, 5, .9, 3);

        assertThatThrownBy(() -> train(log, 180))
                .isInstanceOfSatisfying(LearningRefused.class, refused -> assertThat(refused.code())
                        .isEqualTo("TOO_FEW_CUSTOMERS"))
                .hasMessageContaining("at least 100 and 30 are needed");
    }

    @Test
    void purchases_without_amounts_are_refused_with_where_to_mend_it() {
        PurchaseLog log = new InventedBuyers().of(500, DAYS, .6, 5, .9, 3);
        log.days().values().forEach(days -> days.replaceAll((day, money) -> 0.0));

        assertThatThrownBy(() -> train(log, 180))
                .isInstanceOfSatisfying(LearningRefused.class, refused -> assertThat(refused.code())
                        .isEqualTo("NO_AMOUNTS"));
    }

    @Test
    void who_spends_more_the_more_often_they_come_is_said_to_bend_the_forecast() {
        PurchaseLog log = new InventedBuyers().of(1_000, DAYS, .6, 5, .9, 3);
        log.days().values().forEach(days -> days.replaceAll((day, money) -> money * days.size()));

        Check told = check(train(log, 180), "value-and-frequency");

        assertThat(told.severity()).isEqualTo(Check.Severity.WARNING);
        assertThat(told.sentence().en()).contains("reads too low");
    }

    @Test
    void a_short_history_is_judged_on_a_good_half_and_says_so() {
        HeldOut heldOut =
                HeldOut.plan(InventedBuyers.OPENED, END, Duration.ofDays(DAYS)).orElseThrow();

        assertThat(heldOut.judged()).isEqualTo(Duration.ofSeconds((long) (.55 * DAYS * 86_400)));
        assertThat(HeldOut.plan(InventedBuyers.OPENED, END, Duration.ofDays(180))
                        .orElseThrow()
                        .judged())
                .isEqualTo(Duration.ofDays(180));
        assertThat(HeldOut.plan(
                        InventedBuyers.OPENED, InventedBuyers.OPENED.plus(Duration.ofDays(20)), Duration.ofDays(365)))
                .isEmpty();
        Duration needed = HeldOut.needed(Duration.ofDays(365));
        assertThat(HeldOut.plan(InventedBuyers.OPENED, InventedBuyers.OPENED.plus(needed), Duration.ofDays(365)))
                .isPresent();
    }

    @Test
    void a_model_says_the_same_after_it_was_stored() {
        PurchaseLog log = new InventedBuyers().of(400, DAYS, .6, 5, .9, 3);
        Buyers now = log.asOf(END);
        for (PurchaseForecast purchases : List.of(new BgNbd(.24, 4.4, .79, 2.4), new Nbd(.7, 9))) {
            for (SpendForecast spend : List.of(new GammaGamma(6, 4, 15), new Credibility(36, 1.5))) {
                ValueModel model = new ValueModel("Order Completed", 365, purchases, spend, null);

                ValueModel read = ValueCodec.read(ValueCodec.write(model));

                assertThat(read).isEqualTo(model);
                assertThat(read.forecast(now).money())
                        .isEqualTo(model.forecast(now).money());
            }
        }
        assertThatThrownBy(() -> ValueCodec.read(
                        "{\"event\":\"x\",\"horizonDays\":1,\"purchases\":{\"method\":\"java.lang.Runtime\"}}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ValueTraining.Outcome train(PurchaseLog log, int days) {
        HeldOut heldOut =
                HeldOut.plan(InventedBuyers.OPENED, END, Duration.ofDays(days)).orElseThrow();
        return new ValueTraining("Order Completed", days, List.of(), 42)
                .train(heldOut, log, log.asOf(END), List.of(), Progress.SILENT);
    }

    private static Check check(ValueTraining.Outcome outcome, String code) {
        return outcome.report().checks().stream()
                .filter(check -> check.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static Buyers buyers(int[] repeats, double[] spend, double[] spread) {
        double[] weeks =
                IntStream.range(0, repeats.length).mapToDouble(row -> 10).toArray();
        int[] profiles = IntStream.rangeClosed(1, repeats.length).toArray();
        return new Buyers(profiles, repeats, weeks, weeks, spend, spread, FeatureTable.of(profiles, List.of()));
    }
}

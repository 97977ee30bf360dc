// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.HistoryFixture;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.PurchaseDayFeatures;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.value.Buyers;
import io.kohorte.core.learn.value.HeldOut;
import io.kohorte.core.learn.value.MoneyChoice;
import io.kohorte.core.learn.value.PurchaseHistory.Bought;
import io.kohorte.core.learn.value.ValueReport;
import io.kohorte.core.learn.value.ValueTraining;
import io.kohorte.core.platform.SharedData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuyersThenTest {
    private static final String ORDER = "Order Completed";
    private static final Instant MONDAY = Instant.parse("2024-01-01T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void what_is_bought_twice_on_a_day_is_one_purchase_and_other_events_are_none() throws Exception {
        try (HistoryFixture fixture = new HistoryFixture(folder)) {
            buys(fixture, 1, 0, 5);
            buys(fixture, 1, 7, 10);
            buys(fixture, 1, 7, 20);
            buys(fixture, 1, 14, 50);
            buys(fixture, 1, 30, 70);
            buys(fixture, 2, 10, 8);
            fixture.event(1, "Order Refunded", at(20), 900, null, null, 1, -10);
            fixture.event(3, "Product Viewed", at(3), 901, null, null, 1, 0);
            try (CustomerHistory history = fixture.open()) {
                BuyersThen then = new BuyersThen(history, ORDER, PurchaseDayFeatures.of(ORDER), history::known);
                Instant later = Instant.parse("2024-01-22T00:00:00Z");

                Buyers buyers = then.asOf(later);
                Bought came = then.bought(buyers, later, at(40));

                assertThat(buyers.profiles()).containsExactly(1, 2);
                assertThat(buyers.repeats()).containsExactly(2, 0);
                assertThat(buyers.span()).containsExactly(2, 0);
                assertThat(buyers.age()[0]).isCloseTo(3, offset(1e-6));
                assertThat(buyers.spend()).containsExactly(40, Double.NaN);
                assertThat(buyers.spread()).containsExactly(200, Double.NaN);
                assertThat(came.purchases()).containsExactly(1, 0);
                assertThat(came.money()).containsExactly(70, 0);
            }
        }
    }

    @Test
    void a_purchase_told_later_is_not_known_then_but_counts_as_come() throws Exception {
        try (HistoryFixture fixture = new HistoryFixture(folder)) {
            buys(fixture, 1, 0, 5);
            fixture.told(1, ORDER, at(5), at(9));
            try (CustomerHistory history = fixture.open()) {
                BuyersThen then = new BuyersThen(history, ORDER, PurchaseDayFeatures.of(ORDER), history::known);

                assertThat(then.asOf(at(7)).repeats()).containsExactly(0);
                assertThat(then.asOf(at(9)).repeats()).containsExactly(1);
                assertThat(then.bought(then.asOf(at(4)), at(4), at(7)).purchases())
                        .containsExactly(1);
            }
        }
    }

    @Test
    void a_wholesaler_whose_customers_never_seem_to_stop_is_told_so_and_foreseen_without_drop_out() throws Exception {
        Path file = SharedData.find("online-retail/online_retail.parquet");
        try (HistoryFixture fixture = new HistoryFixture(folder)) {
            OnlineRetailTest.fill(fixture, file);
            try (CustomerHistory history = fixture.open()) {
                CustomerHistory.Span span =
                        history.span(Instant.parse("2012-01-01T00:00:00Z")).orElseThrow();
                List<Feature> features = FeatureChoice.with(
                        PurchaseDayFeatures.of(ORDER),
                        FeatureCatalogue.among(history.eventNames()).stream()
                                .map(Feature::name)
                                .toList(),
                        history.traits());
                BuyersThen then = new BuyersThen(history, ORDER, features, history::known);
                HeldOut heldOut = HeldOut.plan(span.first(), span.last(), Duration.ofDays(90))
                        .orElseThrow();

                ValueReport report = new ValueTraining(ORDER, 90, features, 42)
                        .train(heldOut, then, then.asOf(span.last()), List.of(), Progress.SILENT)
                        .report();

                assertThat(report.purchaseModel().method()).isEqualTo("nbd");
                assertThat(report.spendModel().method()).isEqualTo("gamma-gamma");
                assertThat(report.checks()).extracting(Check::code).contains("no-drop-out");
                assertThat(report.outlook().alive()).isEqualTo(1);
                assertThat(report.moneyModel().chosen())
                        .as("beyond chance on the 90 days before the held-out span, which alone choose")
                        .isEqualTo(MoneyChoice.Way.LEARNED);
                assertThat(report.moneyModel().reason().en()).contains("smaller beyond chance", "had no say in that");
                assertThat(report.moneyModel().candidates()).hasSize(2);
                assertThat(report.moneyModel().candidates().get(1).error())
                        .as("a few huge orders decide: the held-out span does not bear it out, and the report says so")
                        .isGreaterThan(report.moneyModel().candidates().get(0).error());
                assertThat(report.purchases().correlation()).isGreaterThan(.75);
                assertThat(report.purchases().rmse())
                        .isLessThan(report.purchases().ownRateRmse());
                assertThat(report.money().forecast() / report.money().actual())
                        .as("from September, Christmas is missing")
                        .isBetween(.5, 1.0);
            }
        }
    }

    private static void buys(HistoryFixture fixture, int customer, int day, double amount) throws Exception {
        fixture.order(customer, at(day), (long) (customer * 1_000 + day + amount * 100_000), null, null, 1, amount);
    }

    private static Instant at(int day) {
        return MONDAY.plus(Duration.ofDays(day));
    }
}

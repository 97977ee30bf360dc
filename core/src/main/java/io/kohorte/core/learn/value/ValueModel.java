// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.PurchaseDayFeatures;
import io.kohorte.core.learn.predict.ExpectedAmount;
import io.kohorte.core.learn.predict.Explanation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a model of customer value, and all that scoring needs. It speaks of those only who have bought.
 *
 * @param event what counts as a purchase
 * @param learned money of a horizon, learned from all that is known of customers; without it money is purchases times spend
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValueModel(
        String event,
        int horizonDays,
        PurchaseForecast purchases,
        SpendForecast spend,
        @Nullable ExpectedAmount learned) {

    /** What lies before each of some customers, in their order. */
    @SuppressWarnings("ArrayRecordComponent") // customers in bulk, never compared
    public record Forecast(double[] purchases, double[] money, double[] alive) {
        double totalPurchases() {
            return Arrays.stream(purchases).sum();
        }

        double totalMoney() {
            return Arrays.stream(money).sum();
        }
    }

    /** Names of the features it reads. */
    public List<String> features() {
        Stream<String> bought = PurchaseDayFeatures.of(event).stream().map(Feature::name);
        return learned == null
                ? bought.toList()
                : Stream.concat(bought, learned.preparation().features().stream())
                        .distinct()
                        .toList();
    }

    /** The same with money by what was learned. */
    ValueModel learning(ExpectedAmount money) {
        return new ValueModel(event, horizonDays, purchases, spend, money);
    }

    /** Whether it can say of each customer why. */
    public boolean givesReasons() {
        return learned != null;
    }

    /** Why each row is expected to bring so much money; nothing where that is purchases times spend. */
    public List<Explanation> explain(FeatureTable table) {
        return learned == null ? List.of() : learned.explain(table);
    }

    /** The money expected of each row within the horizon; NaN for who never bought. */
    public double[] score(FeatureTable table) {
        return forecast(Buyers.of(event, table)).money();
    }

    /** For the horizon. */
    public Forecast forecast(Buyers buyers) {
        return forecast(buyers, horizonDays / Buyers.DAYS_A_WEEK);
    }

    Forecast forecast(Buyers buyers, double weeks) {
        double[] many = new double[buyers.size()];
        double[] money = new double[many.length];
        double[] alive = new double[many.length];
        double[] told = learned == null ? money : learned.of(buyers.features());
        double horizons = weeks * Buyers.DAYS_A_WEEK / horizonDays;
        for (int row = 0; row < many.length; row++) {
            int repeats = buyers.repeats()[row];
            double span = buyers.span()[row];
            double age = buyers.age()[row];
            if (repeats < 0) {
                many[row] = Double.NaN;
                money[row] = Double.NaN;
                alive[row] = Double.NaN;
                continue;
            }
            many[row] = purchases.purchases(repeats, span, age, weeks);
            money[row] = learned == null ? many[row] * spend.next(repeats, buyers.spend()[row]) : told[row] * horizons;
            alive[row] = purchases.alive(repeats, span, age);
        }
        return new Forecast(many, money, alive);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.PurchaseDayFeatures;
import java.util.Arrays;
import java.util.List;

/**
 * What is stored of a model of customer value, and all that scoring needs. It speaks of those only who have bought.
 *
 * @param event what counts as a purchase
 */
public record ValueModel(String event, int horizonDays, PurchaseForecast purchases, SpendForecast spend) {

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
        return PurchaseDayFeatures.of(event).stream().map(Feature::name).toList();
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
            money[row] = many[row] * spend.next(repeats, buyers.spend()[row]);
            alive[row] = purchases.alive(repeats, span, age);
        }
        return new Forecast(many, money, alive);
    }
}

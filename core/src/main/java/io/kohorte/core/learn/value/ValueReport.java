// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.Importance;
import java.time.Instant;
import java.util.List;

/**
 * Everything a person sees of a value model. All but the outlook is measured on the held-out span.
 *
 * @param auc how well the forecast tells who buys again at all
 * @param deciles the customers in tenths by the money foreseen, best first
 * @param course days since the decision, purchases foreseen up to then, purchases that came
 * @param moneyModel how money is foreseen, and why that way
 * @param features what counts most where money is learned; empty elsewhere
 * @param valueAgainstFrequency correlation of how often somebody came back and what they spend each time
 */
public record ValueReport(
        Window window,
        Customers customers,
        Compared purchases,
        Compared money,
        double auc,
        List<Tenth> deciles,
        List<double[]> course,
        Outlook outlook,
        PurchaseForecast purchaseModel,
        SpendForecast spendModel,
        MoneyChoice moneyModel,
        List<Importance> features,
        List<Candidate> candidates,
        double valueAgainstFrequency,
        Quality word,
        Wording reason,
        List<Check> checks) {

    /** The moments, and how far ahead the model was judged and is to look. */
    public record Window(Instant decisionAt, Instant labelTo, double judgedDays, int horizonDays) {}

    /** How many were known at the decision, and how many of them had come back. */
    public record Customers(long known, long repeaters) {}

    /**
     * What was foreseen and what came, of all customers together and one by one.
     *
     * @param ownRate what would be foreseen if everybody went on as before
     * @param rmse root of the mean squared error
     */
    public record Compared(
            double forecast, double actual, double ownRate, double rmse, double ownRateRmse, double correlation) {}

    /** A tenth of the customers; from and to are money foreseen. */
    public record Tenth(
            int decile,
            long customers,
            double forecast,
            double actual,
            double purchases,
            double actualPurchases,
            double from,
            double to) {}

    /**
     * What is foreseen now, within the horizon, of everybody who ever bought.
     *
     * @param alive mean probability of still being a customer
     * @param topShare share of the money that the best tenth brings
     * @param distribution money from, to, customers
     * @param aliveDistribution probability from, to, customers
     */
    public record Outlook(
            long customers,
            double purchases,
            double money,
            double alive,
            double topShare,
            List<double[]> distribution,
            List<double[]> aliveDistribution) {}

    /** A method and how likely it makes the customers it was compared on. */
    public record Candidate(String method, double logLikelihood, long customers) {}
}

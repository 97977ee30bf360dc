// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

/**
 * A customer's own mean, drawn towards everybody's the more, the fewer repeats there are; it presumes no distribution (Bühlmann, Straub 1970).
 *
 * @param ofAll mean of everybody
 * @param repeats as many count as much as that mean; 0 where each customer always spends the same
 */
public record Credibility(double ofAll, double repeats) implements SpendForecast {
    static final String METHOD = "credibility";

    /** Where customers do not differ more than chance makes them, all get the mean. */
    private static final double ALL_ALIKE = 1e6;

    static Credibility fit(Buyers buyers) {
        int[] spenders = buyers.spenders();
        double within = within(buyers, spenders);
        double total = 0;
        double squares = 0;
        double money = 0;
        for (int row : spenders) {
            int x = buyers.repeats()[row];
            total += x;
            squares += (double) x * x;
            money += x * buyers.spend()[row];
        }
        double between = -(spenders.length - 1) * within;
        for (int row : spenders) {
            double difference = buyers.spend()[row] - money / total;
            between += buyers.repeats()[row] * difference * difference;
        }
        between /= total - squares / total;
        double k = between > within / ALL_ALIKE ? within / between : ALL_ALIKE;
        double weights = 0;
        double weighted = 0;
        for (int row : spenders) {
            double weight = buyers.repeats()[row] / (buyers.repeats()[row] + k);
            weights += weight;
            weighted += weight * buyers.spend()[row];
        }
        return new Credibility(weighted / weights, k);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public double of(int own, double mean) {
        double weight = own / (own + repeats);
        return weight * mean + (1 - weight) * ofAll;
    }

    private static double within(Buyers buyers, int[] spenders) {
        double sum = 0;
        double freedom = 0;
        for (int row : spenders) {
            double spread = buyers.spread()[row];
            if (!Double.isNaN(spread)) {
                sum += spread * (buyers.repeats()[row] - 1);
                freedom += buyers.repeats()[row] - 1;
            }
        }
        return freedom == 0 ? 0 : sum / freedom;
    }
}

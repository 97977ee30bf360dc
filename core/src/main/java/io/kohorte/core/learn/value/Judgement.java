// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.learn.value.PurchaseHistory.Bought;
import io.kohorte.core.learn.value.ValueModel.Forecast;
import io.kohorte.core.learn.value.ValueReport.Compared;
import io.kohorte.core.learn.value.ValueReport.Tenth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Figures of forecasts against what came. */
final class Judgement {
    private static final int TENTHS = 10;

    private Judgement() {}

    static Compared compared(double[] forecast, double[] ownRate, double[] actual) {
        return new Compared(
                sum(forecast),
                sum(actual),
                sum(ownRate),
                rmse(forecast, actual),
                rmse(ownRate, actual),
                correlation(forecast, actual));
    }

    /** The number of purchases if everybody went on as before; nothing is known of who came today only. */
    static double[] ownRate(Buyers buyers, double weeks) {
        return IntStream.range(0, buyers.size())
                .mapToDouble(row -> buyers.age()[row] > 0 ? buyers.repeats()[row] / buyers.age()[row] * weeks : 0)
                .toArray();
    }

    /** The same in money, each at their own mean. */
    static double[] ownMoney(Buyers buyers, double[] ownRate) {
        return IntStream.range(0, buyers.size())
                .mapToDouble(row -> buyers.spend()[row] > 0 ? ownRate[row] * buyers.spend()[row] : 0)
                .toArray();
    }

    static List<Tenth> tenths(Forecast forecast, Bought came) {
        int[] best = best(forecast.money());
        List<Tenth> tenths = new ArrayList<>();
        for (int tenth = 0; tenth < TENTHS; tenth++) {
            int[] rows = Arrays.copyOfRange(best, (int) ((long) best.length * tenth / TENTHS), (int)
                    ((long) best.length * (tenth + 1) / TENTHS));
            if (rows.length > 0) {
                tenths.add(new Tenth(
                        tenth + 1,
                        rows.length,
                        sum(forecast.money(), rows),
                        sum(came.money(), rows),
                        sum(forecast.purchases(), rows),
                        sum(came.purchases(), rows),
                        forecast.money()[rows[rows.length - 1]],
                        forecast.money()[rows[0]]));
            }
        }
        return tenths;
    }

    /** Rows by value, best first; equals in the order they came. */
    static int[] best(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -values[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Pearson's; 0 where one of the two never varies. */
    static double correlation(double[] one, double[] two) {
        double meanOne = mean(one);
        double meanTwo = mean(two);
        double both = 0;
        double first = 0;
        double second = 0;
        for (int row = 0; row < one.length; row++) {
            both += (one[row] - meanOne) * (two[row] - meanTwo);
            first += (one[row] - meanOne) * (one[row] - meanOne);
            second += (two[row] - meanTwo) * (two[row] - meanTwo);
        }
        return first == 0 || second == 0 ? 0 : both / Math.sqrt(first * second);
    }

    static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double sum(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).sum();
    }

    static double rmse(double[] forecast, double[] actual) {
        double squares = 0;
        for (int row = 0; row < actual.length; row++) {
            squares += (forecast[row] - actual[row]) * (forecast[row] - actual[row]);
        }
        return actual.length == 0 ? 0 : Math.sqrt(squares / actual.length);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.learn.value.ValueModel.Forecast;
import io.kohorte.core.learn.value.ValueReport.Outlook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a forecast for today's customers comes to. */
final class Outlooks {
    private static final int BARS = 20;
    private static final int TENTHS = 10;

    /** The last bar takes all above, so that a few do not push everybody else into the first. */
    private static final double SHOWN = .98;

    private Outlooks() {}

    static Outlook of(Forecast forecast) {
        double[] money = forecast.money().clone();
        Arrays.sort(money);
        double total = Judgement.sum(money);
        double best = Judgement.sum(Arrays.copyOfRange(money, money.length - money.length / TENTHS, money.length));
        return new Outlook(
                money.length,
                forecast.totalPurchases(),
                forecast.totalMoney(),
                Judgement.mean(forecast.alive()),
                total == 0 ? 0 : best / total,
                distribution(money),
                histogram(forecast.alive(), 0, .1, TENTHS, 1));
    }

    private static List<double[]> distribution(double[] ascending) {
        if (ascending.length == 0 || ascending[ascending.length - 1] <= 0) {
            return List.of();
        }
        double most = ascending[ascending.length - 1];
        double shown = ascending[(int) (SHOWN * (ascending.length - 1))];
        return histogram(ascending, 0, (shown > 0 ? shown : most) / BARS, BARS, most);
    }

    private static List<double[]> histogram(double[] values, double from, double width, int bars, double most) {
        long[] counts = new long[bars];
        for (double value : values) {
            counts[Math.max(0, Math.min(bars - 1, (int) ((value - from) / width)))]++;
        }
        List<double[]> histogram = new ArrayList<>();
        for (int bar = 0; bar < bars; bar++) {
            double to = bar == bars - 1 ? most : from + width * (bar + 1);
            histogram.add(new double[] {from + width * bar, to, counts[bar]});
        }
        return histogram;
    }
}

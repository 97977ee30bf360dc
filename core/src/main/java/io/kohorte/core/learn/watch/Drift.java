// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kohorte.core.feature.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * How far something moved between two sets of customers.
 *
 * @param psi the population stability index, less what chance alone brings: 0 where nothing moved; by the usage of the trade up to .1 little, above .25 much
 * @param ks the largest difference between the two cumulated shares (Kolmogorov, Smirnov), at the edges of the bins; numbers only
 * @param wasserstein by how much a customer's value moved on average, in the unit of the value, without the largest and the smallest
 *     twentieth, whose extremes say little; numbers only
 * @param pValue how often customers drawn from one and the same population would differ at least so much
 * @param surely whether, among all that was compared and over all looks, chance is ruled out
 * @param drifts whether it surely moved, and by enough to matter
 */
@JsonIgnoreProperties(value = "label", allowGetters = true)
public record Drift(
        String name,
        double psi,
        @Nullable Double ks,
        @Nullable Double wasserstein,
        double pValue,
        boolean surely,
        boolean drifts) {

    /** Below this a move does not matter, however many customers make it certain. */
    public static final double FLOOR = .1;

    /** What drifted goes on drifting until it is below this share of the floor, so that an alarm does not come and go. */
    private static final double RELIEF = .8;

    /** Fewer customers than this are compared with nobody. */
    static final int FEWEST = 100;

    private static final double FEWEST_EXPECTED = 5;

    /** What people call it. */
    @JsonProperty
    public Wording label() {
        return LookWords.label(name);
    }

    /** Two spreads over the same bins. */
    static Drift between(Spread before, Spread now) {
        boolean numbers = !before.isOfCategories() && before.known() > 0 && now.known() > 0;
        return new Drift(
                before.name(),
                stability(before.counts(), now.counts()),
                numbers ? largestDifference(before, now) : null,
                numbers ? meanShift(before.quantiles(), now.quantiles()) : null,
                homogeneity(before.counts(), now.counts()),
                false,
                false);
    }

    /**
     * Says of each whether it drifts. Holm's procedure (1979): if nothing moved, the chance that anything is called a drift is at most
     * {@code alpha}, however the parts hang together.
     *
     * @param already names of what drifted at the last look
     */
    static List<Drift> judged(List<Drift> measured, double alpha, List<String> already) {
        List<Drift> byChance = measured.stream()
                .sorted(Comparator.comparingDouble(Drift::pValue))
                .toList();
        List<Drift> judged = new ArrayList<>();
        boolean surely = true;
        for (int i = 0; i < byChance.size(); i++) {
            Drift drift = byChance.get(i);
            surely &= drift.pValue <= alpha / (byChance.size() - i);
            double floor = already.contains(drift.name) ? RELIEF * FLOOR : FLOOR;
            judged.add(new Drift(
                    drift.name,
                    drift.psi,
                    drift.ks,
                    drift.wasserstein,
                    drift.pValue,
                    surely,
                    surely && drift.psi >= floor));
        }
        judged.sort(Comparator.comparing(Drift::psi, Comparator.reverseOrder()).thenComparing(Drift::name));
        return List.copyOf(judged);
    }

    /**
     * With half a customer more in each bin, so that an empty one does not make it infinite; less what it is on average where nothing moved
     * (Yurdakul 2018), which for few customers is more than the floor.
     */
    private static double stability(long[] before, long[] now) {
        double all = IntStream.range(0, before.length)
                .mapToDouble(i -> before[i] + .5)
                .sum();
        double allNow =
                IntStream.range(0, now.length).mapToDouble(i -> now[i] + .5).sum();
        double sum = 0;
        int bins = 0;
        for (int bin = 0; bin < before.length; bin++) {
            if (before[bin] + now[bin] > 0) {
                bins++;
                double was = (before[bin] + .5) / all;
                double is = (now[bin] + .5) / allNow;
                sum += (is - was) * Math.log(is / was);
            }
        }
        return Math.max(0, sum - Math.max(0, bins - 1) * (1 / all + 1 / allNow));
    }

    private static double largestDifference(Spread before, Spread now) {
        double was = 0;
        double is = 0;
        double largest = 0;
        for (int bin = 0; bin < before.counts().length - 1; bin++) {
            was += (double) before.counts()[bin] / before.known();
            is += (double) now.counts()[bin] / now.known();
            largest = Math.max(largest, Math.abs(was - is));
        }
        return largest;
    }

    /** The mean distance of the quantiles from the first twentieth to the last. */
    private static double meanShift(double[] before, double[] now) {
        return IntStream.range(1, Spread.PARTS)
                .mapToDouble(part -> Math.abs(now[part] - before[part]))
                .average()
                .orElse(0);
    }

    /**
     * Pearson's test that two samples are of one population: asymptotically the same statistic as the stability index times its sample size
     * (Yurdakul 2018). Neighbouring bins are joined until each expects five customers of both.
     */
    private static double homogeneity(long[] before, long[] now) {
        double all =
                IntStream.range(0, before.length).mapToDouble(i -> before[i]).sum();
        double allNow = IntStream.range(0, now.length).mapToDouble(i -> now[i]).sum();
        double share = all / (all + allNow);
        List<double[]> joined = new ArrayList<>();
        double[] open = new double[2];
        for (int bin = 0; bin < before.length; bin++) {
            open[0] += before[bin];
            open[1] += now[bin];
            if ((open[0] + open[1]) * Math.min(share, 1 - share) >= FEWEST_EXPECTED) {
                joined.add(open);
                open = new double[2];
            }
        }
        if (!joined.isEmpty()) {
            double[] last = joined.get(joined.size() - 1);
            last[0] += open[0];
            last[1] += open[1];
        }
        double statistic = 0;
        for (double[] bin : joined) {
            double expected = (bin[0] + bin[1]) * share;
            double expectedNow = (bin[0] + bin[1]) * (1 - share);
            statistic += square(bin[0] - expected) / expected + square(bin[1] - expectedNow) / expectedNow;
        }
        return joined.size() < 2 ? 1 : Gamma.regularizedGammaQ((joined.size() - 1) / 2.0, statistic / 2);
    }

    private static double square(double value) {
        return value * value;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.OptionalDouble;

/**
 * One number of clusters that was tried, and what the judges said.
 *
 * @param setting what the method was told: the number of clusters or, where it finds that itself, percent of the customers
 * @param k how many it found, noise not counted
 * @param aboveChance the silhouette less what one group of the same shape has when it is cut the same way
 * @param together how much more often than by chance neighbours are in the same cluster, 1 for always
 * @param gap statistic of round groups, larger is better; empty for others, and where there was one candidate only
 * @param gapError its standard error
 * @param bic Bayesian information criterion, of a mixture only; smaller is better
 * @param stability mean adjusted Rand index between bootstraps and the whole sample
 * @param smallestShare share of the customers in the smallest cluster
 * @param noise share of the customers in no cluster
 * @param votes sum of the ranks the judges gave, smaller is better
 */
public record Candidate(
        int setting,
        int k,
        double silhouette,
        double aboveChance,
        double calinskiHarabasz,
        double daviesBouldin,
        double together,
        OptionalDouble gap,
        OptionalDouble gapError,
        OptionalDouble bic,
        double stability,
        double smallestShare,
        double noise,
        double votes) {
    private static final double SMALLEST_USEFUL = .01;
    private static final double MOST_NOISE = .3;

    /** Whether a person could work with it: no cluster too small to be a segment, and not a third of the customers left out. */
    boolean isUseful() {
        return smallestShare >= SMALLEST_USEFUL && noise <= MOST_NOISE;
    }

    Candidate withVotes(double sum) {
        return new Candidate(
                setting,
                k,
                silhouette,
                aboveChance,
                calinskiHarabasz,
                daviesBouldin,
                together,
                gap,
                gapError,
                bic,
                stability,
                smallestShare,
                noise,
                sum);
    }
}

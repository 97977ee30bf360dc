// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

/**
 * One number of clusters that was tried, and what the judges said.
 *
 * @param aboveChance the silhouette less what one group of the same shape has when it is cut into so many
 * @param stability mean adjusted Rand index between bootstraps and the whole sample
 * @param smallestShare share of the customers in the smallest cluster
 * @param votes sum of the ranks the judges gave, smaller is better
 */
public record Candidate(
        int k,
        double silhouette,
        double aboveChance,
        double calinskiHarabasz,
        double daviesBouldin,
        double stability,
        double smallestShare,
        double votes) {}

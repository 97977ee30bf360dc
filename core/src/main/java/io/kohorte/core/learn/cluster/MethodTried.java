// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

/**
 * What one method came to in the vote between methods, at its own best number of groups.
 *
 * @param k how many groups it found, noise not counted
 * @param aboveChance silhouette less what one group has that is cut into as many round ones
 * @param stability see {@link Candidate}
 * @param useful whether a person could work with its groups; without it a method stands only where none is
 * @param votes sum of its ranks among the methods, smaller is better
 */
public record MethodTried(
        Method method,
        int k,
        double aboveChance,
        double stability,
        double together,
        double noise,
        boolean useful,
        double votes) {

    /** @param chance the silhouette of one group that is cut into as many round ones: the same for all methods */
    static MethodTried of(Method method, Candidate best, double chance) {
        return new MethodTried(
                method,
                best.k(),
                best.silhouette() - chance,
                best.stability(),
                best.together(),
                best.noise(),
                best.isUseful(),
                0);
    }

    MethodTried withVotes(double sum) {
        return new MethodTried(method, k, aboveChance, stability, together, noise, useful, sum);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.ComponentNotes;
import io.kohorte.core.learn.Quality;
import java.util.List;
import java.util.Optional;

/**
 * Everything a person sees of a clustering.
 *
 * @param k clusters, without those who belong to none
 * @param tried the methods between which a vote decided, best first; empty where a person did
 * @param choice why the first of them won
 * @param candidates of the method, by k; the one with the fewest votes was chosen
 * @param noise share of the customers who belong to no cluster; empty where the method leaves nobody out
 * @param silhouette over a sample, from −1 to 1
 * @param reason why the word
 * @param projection the way most differs: principal components
 * @param neighbourhood who is near whom: t-SNE
 * @param preparation what was done to each feature before distances were measured
 * @param components what replaced columns of numbers before distances were measured; none where nothing did
 * @param migration customers by number before (row) and number now (column); empty for a first version
 */
public record ClusterReport(
        int k,
        Method method,
        Distance distance,
        List<MethodTried> tried,
        Optional<Wording> choice,
        List<Candidate> candidates,
        Optional<Double> noise,
        double silhouette,
        Quality word,
        Wording reason,
        int customers,
        List<Portrait> clusters,
        Picture projection,
        Vicinity neighbourhood,
        List<Wording> preparation,
        List<ComponentNotes> components,
        Optional<long[][]> migration) {

    /**
     * A picture in two dimensions.
     *
     * @param points x, y and cluster number, of a sample
     * @param explained share of the variance on each axis
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    public record Picture(List<double[]> points, double[] explained) {}

    /**
     * A picture of neighbourhoods, in which lengths mean nothing.
     *
     * @param points x, y and cluster number, of a smaller sample
     * @param kept share of the ten nearest customers of each who are among the ten nearest points
     * @param keptByDirections the same of the first picture, for these customers
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    public record Vicinity(List<double[]> points, double kept, double keptByDirections) {}
}

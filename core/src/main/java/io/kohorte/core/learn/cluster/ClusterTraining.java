// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.PreparationFit;
import io.kohorte.core.learn.PreparationNotes;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds groups in a table of features. The same table, settings and seed give the same groups. */
public final class ClusterTraining {
    /** Fewer customers than this are described better one by one. */
    public static final int FEWEST_CUSTOMERS = 100;

    private static final int VOTE_SAMPLE = 2_500;
    private static final int PICTURE_SAMPLE = 2_000;
    /** Above this Weka learns from a sample; everybody is still assigned. */
    private static final int FIT_SAMPLE = 200_000;

    /** One start misses a group now and then; on many customers each start is slow, and the risk smaller. */
    private static final int STARTS = 10;

    private static final int STARTS_WHEN_MANY = 3;
    private static final int MANY = 20_000;

    private final List<Feature> features;
    private final ClusterSettings settings;

    public ClusterTraining(List<Feature> features, ClusterSettings settings) {
        this.features = List.copyOf(features);
        this.settings = settings;
    }

    /**
     * What training brings forth.
     *
     * @param assigned each row's cluster number
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    public record Outcome(ClusterModel model, int[] assigned, ClusterReport report) {}

    /**
     * The version before this one.
     *
     * @param assigned each row's cluster number as it was stored, −1 for customers who had none
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    public record Previous(ClusterModel model, int[] assigned) {}

    /**
     * Learns from the features of this training.
     *
     * @param everything may hold further columns, which an earlier version needs to assign the same customers
     * @throws LearningRefused below {@link #FEWEST_CUSTOMERS} rows or where no feature varies
     */
    public Outcome train(FeatureTable everything, Optional<Previous> previous, Progress progress) {
        FeatureTable table =
                everything.only(features.stream().map(Feature::name).toList());
        if (table.size() < FEWEST_CUSTOMERS) {
            throw new LearningRefused(
                    "TOO_FEW_CUSTOMERS",
                    Numbers.fill(
                            new Wording(
                                    "There are %s customers to find groups in; at least %s are needed.",
                                    "Es gibt %s Kunden, in denen Gruppen zu finden wären; nötig sind mindestens %s."),
                            Numbers.amount(table.size()),
                            Numbers.amount(FEWEST_CUSTOMERS)));
        }
        Preparation preparation = PreparationFit.forDistance(table);
        Matrix matrix = preparation.apply(table);
        if (matrix.varying().isEmpty()) {
            throw new LearningRefused(
                    "NO_USABLE_FEATURE",
                    new Wording(
                            "All customers are the same in every feature chosen.",
                            "Alle Kunden gleichen sich in jedem gewählten Merkmal."));
        }
        Matrix sample = matrix.pick(Sampling.rows(table.profiles(), VOTE_SAMPLE, settings.seed()));
        List<Candidate> ranked = candidates(sample, progress);
        int k = ranked.get(0).k();
        progress.reached("fit", 0, 1);
        Matrix fitted = matrix.pick(Sampling.rows(table.profiles(), FIT_SAMPLE, settings.seed()));
        Centroids centroids = ordered(KMeans.fit(fitted, k, settings.seed(), starts(fitted)), fitted);
        int[] positions = centroids.assign(matrix);
        ClusterNumbers numbers = previous.map(before -> ClusterNumbers.matched(
                        before.model().numbers(), before.model().positions(everything), positions, centroids.count()))
                .orElseGet(() -> ClusterNumbers.first(centroids.count()));
        ClusterModel model = new ClusterModel(preparation, centroids, numbers);
        int[] assigned = Arrays.stream(positions)
                .map(position -> numbers.numbers()[position])
                .toArray();
        progress.reached("describe", 0, 1);
        return new Outcome(
                model, assigned, report(table, matrix, sample, positions, model, ranked, assigned, previous));
    }

    /** The silhouette of a stored model on these customers, for comparing it with a newer one. */
    public double silhouette(ClusterModel model, FeatureTable table) {
        Matrix sample =
                model.preparation().apply(table.rows(Sampling.rows(table.profiles(), VOTE_SAMPLE, settings.seed())));
        return ClusterIndices.silhouette(
                sample, model.centroids().assign(sample), model.centroids().count());
    }

    private List<Candidate> candidates(Matrix sample, Progress progress) {
        int fewest = settings.k().orElse(settings.fewest());
        int most = settings.k().orElse(settings.most());
        return NumberOfClusters.ranked(
                sample,
                fewest,
                most,
                settings.seed(),
                k -> progress.reached("choose-k", k - fewest + 1L, most - fewest + 1L));
    }

    private static int starts(Matrix matrix) {
        return matrix.rows() > MANY ? STARTS_WHEN_MANY : STARTS;
    }

    /** The largest cluster first, so that first versions number their clusters by size. */
    private static Centroids ordered(Centroids centroids, Matrix matrix) {
        int[] sizes = ClusterIndices.sizes(centroids.assign(matrix), centroids.count());
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < sizes.length; c++) {
            if (sizes[c] > 0) {
                order.add(c);
            }
        }
        order.sort(Comparator.comparingInt(c -> -sizes[c]));
        return new Centroids(order.stream().map(c -> centroids.centres()[c]).toArray(double[][]::new));
    }

    private ClusterReport report(
            FeatureTable table,
            Matrix matrix,
            Matrix sample,
            int[] positions,
            ClusterModel model,
            List<Candidate> ranked,
            int[] assigned,
            Optional<Previous> previous) {
        Centroids centroids = model.centroids();
        double silhouette = ClusterIndices.silhouette(sample, centroids.assign(sample), centroids.count());
        // the bands of Kaufman and Rousseeuw 1990
        Quality word = Quality.of(silhouette, .25, .5, .7);
        return new ClusterReport(
                centroids.count(),
                ranked.stream().sorted(Comparator.comparingInt(Candidate::k)).toList(),
                silhouette,
                word,
                reason(word, silhouette),
                table.size(),
                new Portraits(table, matrix, positions, features).of(model.numbers()),
                picture(table, matrix, assigned),
                PreparationNotes.of(model.preparation(), features),
                previous.map(before -> Migration.between(before.assigned(), assigned)));
    }

    private ClusterReport.Picture picture(FeatureTable table, Matrix matrix, int[] assigned) {
        int[] rows = Sampling.rows(table.profiles(), PICTURE_SAMPLE, settings.seed() + 1);
        Projection projection = Projection.of(matrix.pick(rows));
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            points.add(new double[] {projection.points()[i][0], projection.points()[i][1], assigned[rows[i]]});
        }
        return new ClusterReport.Picture(points, projection.explained());
    }

    private static Wording reason(Quality word, double silhouette) {
        Wording meaning =
                switch (word) {
                    case POOR ->
                        new Wording(
                                "customers shade into each other; take the groups as a rough ordering",
                                "die Kunden gehen ineinander über; die Gruppen sind nur eine grobe Ordnung");
                    case FAIR ->
                        new Wording("the groups overlap at their edges", "die Gruppen überlappen an den Rändern");
                    case GOOD -> new Wording("the groups are well apart", "die Gruppen sind deutlich getrennt");
                    case EXCELLENT -> new Wording("the groups hardly touch", "die Gruppen berühren sich kaum");
                };
        return Numbers.fill(
                new Wording("Silhouette %s: %s.", "Silhouette %s: %s."), Numbers.exact(silhouette, 2), meaning);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.ComponentNotes;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.PreparationFit;
import io.kohorte.core.learn.PreparationNotes;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds groups in a table of features. The same table, settings and seed give the same groups. */
public final class ClusterTraining {
    /** Fewer customers than this are described better one by one. */
    public static final int FEWEST_CUSTOMERS = 100;

    private static final int PICTURE_SAMPLE = 2_000;
    private static final int VICINITY_SAMPLE = 500;

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
        Preparation preparation = PreparationFit.forDistance(table, settings.components());
        Matrix matrix = preparation.apply(table);
        if (matrix.varying().isEmpty()) {
            throw new LearningRefused(
                    "NO_USABLE_FEATURE",
                    new Wording(
                            "All customers are the same in every feature chosen.",
                            "Alle Kunden gleichen sich in jeder gewählten Kenngröße."));
        }
        Matrix sample = matrix.pick(Sampling.rows(table.profiles(), ClusterChoice.SAMPLE, settings.seed()));
        ClusterChoice choice = ClusterChoice.of(
                matrix,
                table.profiles(),
                settings,
                previous.map(before -> before.model().method()),
                progress);
        progress.reached("fit", 0, 1);
        Found found = found(choice, matrix, table.profiles());
        Grouping grouping = found.grouping();
        int[] positions = grouping.assign(matrix);
        ClusterNumbers numbers = previous.map(before -> ClusterNumbers.matched(
                        before.model(), before.model().positions(everything), grouping, positions))
                .orElseGet(() -> ClusterNumbers.first(grouping.count()));
        ClusterModel model = new ClusterModel(preparation, grouping, numbers, found.method());
        int[] assigned = Arrays.stream(positions)
                .map(position -> numbers.numbers()[position])
                .toArray();
        progress.reached("describe", 0, 1);
        return new Outcome(model, assigned, report(table, sample, positions, model, choice, assigned, previous));
    }

    /** The silhouette of a stored model on these customers, for comparing it with a newer one of the same method. */
    public double silhouette(ClusterModel model, FeatureTable table) {
        Matrix sample = model.preparation()
                .apply(table.rows(Sampling.rows(table.profiles(), ClusterChoice.SAMPLE, settings.seed())));
        return silhouette(model.grouping(), sample);
    }

    private double silhouette(Grouping grouping, Matrix sample) {
        return ClusterIndices.silhouette(
                settings.distance().view(sample), settings.distance(), Partition.of(grouping, sample));
    }

    private record Found(Method method, Grouping grouping) {}

    /** The groups of the best method that finds any among so many customers as it can learn from. */
    private Found found(ClusterChoice choice, Matrix matrix, int[] profiles) {
        for (Method method : choice.methods()) {
            Matrix fitted = fitted(method, matrix, profiles);
            Grouping grouping = method.on(
                            settings.distance().view(fitted), settings.distance(), settings.seed(), starts(fitted))
                    .at(choice.candidates().get(method).get(0).setting());
            if (grouping.groups() >= 2) {
                return new Found(method, largestFirst(grouping, fitted));
            }
        }
        throw new LearningRefused(
                "NO_GROUPS",
                new Wording(
                        "The method finds no two groups in these customers; let the vote choose one, or choose other"
                                + " features.",
                        "Das Verfahren findet in diesen Kunden keine zwei Gruppen; die Abstimmung eines wählen lassen"
                                + " oder andere Kenngrößen nehmen."));
    }

    private Matrix fitted(Method method, Matrix matrix, int[] profiles) {
        int most = method.mostRows(settings.distance());
        return most >= matrix.rows() ? matrix : matrix.pick(Sampling.rows(profiles, most, settings.seed()));
    }

    private static int starts(Matrix matrix) {
        return matrix.rows() > MANY ? STARTS_WHEN_MANY : STARTS;
    }

    /** So that first versions number their clusters by size; those of whom nobody is are left out. */
    private static Grouping largestFirst(Grouping grouping, Matrix matrix) {
        int[] sizes = Partition.of(grouping, matrix).sizes();
        return grouping.ordered(IntStream.range(0, sizes.length)
                .filter(c -> sizes[c] > 0)
                .boxed()
                .sorted(Comparator.comparingInt(c -> -sizes[c]))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private ClusterReport report(
            FeatureTable table,
            Matrix sample,
            int[] positions,
            ClusterModel model,
            ClusterChoice choice,
            int[] assigned,
            Optional<Previous> previous) {
        Grouping grouping = model.grouping();
        Matrix columns = model.preparation().columns(table);
        double silhouette = silhouette(grouping, sample);
        Candidate best = choice.candidates().get(model.method()).get(0);
        Clearness clearness =
                model.method().shape() == Method.Shape.ANY ? Clearness.ofAnyShape(best) : Clearness.ofRound(silhouette);
        return new ClusterReport(
                grouping.groups(),
                model.method(),
                settings.distance(),
                choice.tried(),
                choice.reason(),
                choice.candidates().get(model.method()).stream()
                        .sorted(Comparator.comparingInt(Candidate::k))
                        .toList(),
                grouping.hasNoise()
                        ? Optional.of(new Partition(positions, grouping.groups()).noise())
                        : Optional.empty(),
                silhouette,
                clearness.word(),
                clearness.reason(),
                table.size(),
                new Portraits(table, columns, positions, features).of(model),
                picture(table, columns, assigned),
                vicinity(table, columns, assigned),
                PreparationNotes.of(model.preparation(), features),
                ComponentNotes.of(model.preparation(), features),
                previous.map(before -> Migration.between(before.assigned(), assigned)));
    }

    private ClusterReport.Picture picture(FeatureTable table, Matrix matrix, int[] assigned) {
        int[] rows = Sampling.rows(table.profiles(), PICTURE_SAMPLE, settings.seed() + 1);
        Projection projection = Projection.of(matrix.pick(rows));
        return new ClusterReport.Picture(numbered(projection.points(), rows, assigned), projection.explained());
    }

    private ClusterReport.Vicinity vicinity(FeatureTable table, Matrix matrix, int[] assigned) {
        int[] rows = Sampling.rows(table.profiles(), VICINITY_SAMPLE, settings.seed() + 1);
        Matrix sample = matrix.pick(rows);
        double[][] points = Neighbourhood.of(sample, settings.distance());
        Neighbours truly = Neighbours.of(Distance.rows(settings.distance().view(sample)), settings.distance());
        return new ClusterReport.Vicinity(
                numbered(points, rows, assigned),
                truly.shared(Neighbours.of(points, Distance.EUCLIDEAN)),
                truly.shared(Neighbours.of(Projection.of(sample).points(), Distance.EUCLIDEAN)));
    }

    private static List<double[]> numbered(double[][] points, int[] rows, int[] assigned) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> new double[] {points[i][0], points[i][1], assigned[rows[i]]})
                .toList();
    }
}

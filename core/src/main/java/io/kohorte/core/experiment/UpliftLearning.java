// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.uplift.Trial;
import io.kohorte.core.learn.uplift.UpliftReport;
import io.kohorte.core.learn.uplift.UpliftTraining;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Learns from an experiment whom sending moves, by what was known of people when they came in. Traits keep no past, so they are not looked at: one that
 * is set by what came of it would look like a reason.
 */
@Singleton
class UpliftLearning {

    /** Keeps it below half a minute. */
    private static final int MOST_PEOPLE = 20_000;

    /** Each is a look at the past of its own; the largest hold nearly everybody. */
    private static final int MOST_MOMENTS = 60;

    private static final long SEED = 42;

    private final Enrolments enrolments;
    private final FeatureExtraction customers;
    private final AsOf asOf;
    private final ReentrantLock turn = new ReentrantLock();

    UpliftLearning(Enrolments enrolments, FeatureExtraction customers, AsOf asOf) {
        this.enrolments = enrolments;
        this.customers = customers;
        this.asOf = asOf;
    }

    /** @throws ProblemException when too few people did it yet, or another learning is on */
    UpliftReport learn(Experiment experiment) throws SQLException {
        if (!turn.tryLock()) {
            throw ProblemException.conflict(
                    "LEARNING_BUSY", "Another experiment is being learned from.", "Try again in a minute.");
        }
        try {
            return new UpliftTraining(trial(experiment), SEED)
                    .train(Progress.SILENT)
                    .report();
        } catch (LearningRefused refused) {
            throw ProblemException.of(
                    422, refused.code(), refused.sentence().en(), "Wait for more people, or count another event.");
        } finally {
            turn.unlock();
        }
    }

    private Trial trial(Experiment experiment) throws SQLException {
        Outcome outcome = experiment.outcome();
        List<Enrolment> drawn = enrolments.of(experiment.id());
        List<Enrolment> over = Participants.of(
                        drawn, enrolments.merged(Participants.all(drawn).everybody()))
                .over(outcome.window(), asOf.instant())
                .stream()
                .filter(enrolment -> !enrolment.isEmpty())
                .sorted(Comparator.comparingLong(
                        enrolment -> -enrolment.everybody().getLongCardinality()))
                .limit(MOST_MOMENTS)
                .toList();
        if (over.isEmpty()) {
            throw ProblemException.conflict("NOBODY_IS_OVER", "Nobody's days are over yet.", "Wait until they are.");
        }
        RoaringBitmap sample = sample(Participants.all(over).everybody());
        try (CustomerHistory history = customers.open()) {
            List<Feature> features = features(history, over.get(0));
            return Trial.stacked(over.stream()
                    .map(enrolment -> part(history, features, outcome, enrolment, sample))
                    .toList());
        }
    }

    private static Trial part(
            CustomerHistory history,
            List<Feature> features,
            Outcome outcome,
            Enrolment enrolment,
            RoaringBitmap sample) {
        FeatureTable table = history.extract(
                features, RoaringBitmap.and(enrolment.everybody(), sample), Viewpoint.then(enrolment.at()));
        RoaringBitmap did =
                history.whoDid(outcome.event(), enrolment.at(), enrolment.at().plus(outcome.window()));
        boolean[] treated = new boolean[table.size()];
        boolean[] labels = new boolean[table.size()];
        for (int row = 0; row < labels.length; row++) {
            treated[row] = enrolment.treated().contains(table.profile(row));
            labels[row] = did.contains(table.profile(row));
        }
        return new Trial(table, treated, labels);
    }

    private static List<Feature> features(CustomerHistory history, Enrolment first) {
        Stream<Feature> declared = FeatureCatalogue.among(history.eventNames()).stream();
        Stream<Feature> shares = history.topCategories(6, Viewpoint.then(first.at())).stream()
                .flatMap(category ->
                        FeatureCatalogue.find(FeatureCatalogue.CATEGORY_SHARE + category, Map.of()).stream());
        return Stream.concat(declared, shares).toList();
    }

    private static RoaringBitmap sample(RoaringBitmap people) {
        int[] profiles = people.toArray();
        return RoaringBitmap.bitmapOf(Arrays.stream(Sampling.rows(profiles, MOST_PEOPLE, SEED))
                .map(row -> profiles[row])
                .toArray());
    }
}

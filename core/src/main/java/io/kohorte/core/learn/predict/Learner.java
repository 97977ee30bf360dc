// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Components;
import io.kohorte.core.learn.LearningException;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.PreparationFit;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.WekaEnvironment;
import io.kohorte.core.learn.WekaInstances;
import io.kohorte.core.learn.search.Dimension;
import io.kohorte.core.learn.search.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weka.classifiers.Classifier;
import weka.classifiers.functions.Logistic;
import weka.classifiers.trees.RandomForest;
import weka.classifiers.trees.RandomTree;
import weka.core.Instances;

/** What can learn a probability; each prepares features in its own way. */
public enum Learner {
    /** Logistic regression with a ridge penalty (le Cessie, van Houwelingen 1992). */
    LOGISTIC("logistic", "logistic regression", "logistische Regression") {
        @Override
        Preparation prepare(FeatureTable table) {
            return PreparationFit.forLinear(table);
        }

        @Override
        boolean weighs() {
            return true;
        }

        @Override
        Trained learn(Matrix matrix, boolean[] labels, long seed, Setting setting) throws Exception {
            Logistic logistic = new Logistic();
            logistic.setRidge(setting.number("ridge", 1));
            // a rare category, blown up to the spread of the others, would hardly be held back by the ridge
            logistic.setDoNotStandardizeAttributes(true);
            logistic.buildClassifier(WekaInstances.labelled(matrix, labels));
            double[][] ofNo = logistic.coefficients();
            if (ofNo.length != matrix.width() + 1) {
                throw new IllegalStateException("Weka dropped a column: " + ofNo.length + " of " + matrix.width());
            }
            List<Double> weights = IntStream.range(0, matrix.width())
                    .mapToObj(column -> -ofNo[column + 1][0])
                    .toList();
            return new Trained(ofWeka(logistic, labels), new LinearScorer(-ofNo[0][0], weights, matrix.means()));
        }

        @Override
        List<Dimension> dimensions() {
            return List.of(new Dimension("ridge", .001, 1_000, true, false));
        }
    },

    /** Random forest (Breiman 2001). */
    FOREST("random-forest", "random forest", "Random Forest") {
        @Override
        Preparation prepare(FeatureTable table) {
            return PreparationFit.forTrees(table);
        }

        @Override
        Trained learn(Matrix matrix, boolean[] labels, long seed, Setting setting) throws Exception {
            OpenForest forest = new OpenForest();
            forest.setNumIterations(TREES);
            forest.setMaxDepth(setting.whole("depth", 12));
            forest.setSeed((int) seed);
            forest.setNumExecutionSlots(Math.min(2, Runtime.getRuntime().availableProcessors()));
            ((RandomTree) forest.getClassifier())
                    .setMinNum(setting.whole("leaf", Math.max(5, Math.min(50, matrix.rows() / 500))));
            forest.buildClassifier(WekaInstances.labelled(matrix, labels));
            return new Trained(ofWeka(forest, labels), new ForestScorer(ForestCompiler.compile(forest.trees())));
        }

        @Override
        List<Dimension> dimensions() {
            return List.of(new Dimension("depth", 3, 20, false, true), new Dimension("leaf", 2, 200, true, true));
        }
    },

    /** Gradient boosting (Chen, Guestrin 2016), by a native library. */
    BOOSTING("gradient-boosting", "gradient boosting", "Gradient Boosting") {
        @Override
        Preparation prepare(FeatureTable table) {
            return PreparationFit.forTrees(table);
        }

        @Override
        Trained learn(Matrix matrix, boolean[] labels, long seed, Setting setting) throws Exception {
            return Boosting.learn(matrix, labels, seed, setting);
        }

        @Override
        public Optional<Check> missing() {
            return Boosting.missing();
        }

        @Override
        List<Dimension> dimensions() {
            return List.of(
                    new Dimension("depth", 2, 8, false, true),
                    new Dimension("rate", .02, .3, true, false),
                    new Dimension("rounds", 25, 400, true, true));
        }
    },

    /** A neural network with one hidden layer (Rumelhart, Hinton, Williams 1986). */
    NETWORK("neural-network", "neural network", "neuronales Netz") {
        @Override
        Preparation prepare(FeatureTable table) {
            return PreparationFit.forLinear(table);
        }

        @Override
        boolean weighs() {
            return true;
        }

        @Override
        Trained learn(Matrix matrix, boolean[] labels, long seed, Setting setting) {
            NetworkScorer scorer = NetworkScorer.of(NetworkTraining.learn(matrix, labels, seed, setting), matrix);
            return new Trained(scorer::score, scorer);
        }

        @Override
        List<Dimension> dimensions() {
            return List.of(
                    new Dimension("units", 4, 64, true, true),
                    new Dimension("rate", .0005, .02, true, false),
                    new Dimension("decay", .0001, 1, true, false));
        }
    };

    static {
        WekaEnvironment.ensure();
    }

    private static final int TREES = 100;
    private static final String COMPONENTS = "components";
    private static final double AS_MANY_AS_TELL = 0;

    private final String wireName;
    private final String english;
    private final String german;

    Learner(String wireName, String english, String german) {
        this.wireName = wireName;
        this.english = english;
        this.german = german;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public Wording label() {
        return new Wording(english, german);
    }

    /** Why it cannot learn on this machine; what it learned elsewhere can be used all the same. */
    public Optional<Check> missing() {
        return Optional.empty();
    }

    abstract Preparation prepare(FeatureTable table);

    /** Whether it weighs columns and adds them up, so that it can learn from components in place of them. */
    boolean weighs() {
        return false;
    }

    /** How it is set where nobody searches. */
    public Setting usual(Optional<Reduction> components) {
        return components
                .filter(wanted -> weighs())
                .map(wanted -> new Setting(Map.of(
                        COMPONENTS, wanted.number().map(Integer::doubleValue).orElse(AS_MANY_AS_TELL))))
                .orElse(Setting.USUAL);
    }

    /** What a search may set; all else, and what a setting does not name, is as usual. */
    abstract List<Dimension> dimensions();

    abstract Trained learn(Matrix matrix, boolean[] labels, long seed, Setting setting) throws Exception;

    Trained learn(Matrix matrix, boolean[] labels, long seed) throws Exception {
        return learn(matrix, labels, seed, Setting.USUAL);
    }

    /** Learns from a table as it usually does. */
    public Fitted fit(FeatureTable table, boolean[] labels, long seed) {
        return fit(table, labels, seed, Setting.USUAL);
    }

    /**
     * Learns from a table; columns of one value are left out. What was learned from components reads columns all the same: it is told as what weighs
     * those, so that it serves, explains and travels like any other.
     */
    Fitted fit(FeatureTable table, boolean[] labels, long seed, Setting setting) {
        Preparation preparation = prepare(table);
        Matrix all = preparation.apply(table);
        List<String> columns = all.varying();
        Matrix read = all.select(columns);
        Optional<Components> components = reduction(setting)
                .flatMap(wanted -> Components.fit(
                        read,
                        preparation.numbers().stream().filter(columns::contains).toList(),
                        wanted));
        try {
            if (components.isEmpty()) {
                return new Fitted(
                        preparation, columns, learn(read, labels, seed, setting).scorer());
            }
            Matrix drawn = components.get().of(read);
            WeighingScorer scorer =
                    (WeighingScorer) learn(drawn, labels, seed, setting).scorer();
            return new Fitted(preparation, columns, scorer.through(components.get(), read), components.get());
        } catch (Exception e) {
            throw new LearningException(wireName + " failed", e);
        }
    }

    private static Optional<Reduction> reduction(Setting setting) {
        if (!setting.names(COMPONENTS)) {
            return Optional.empty();
        }
        int number = setting.whole(COMPONENTS, 0);
        return Optional.of(number == 0 ? Reduction.AUTO : new Reduction(Optional.of(number)));
    }

    /**
     * What a library learned, in our own form.
     *
     * @param original what the library itself says of each row, for tests to hold ours against
     */
    record Trained(Original original, Scorer scorer) {}

    /** A library's own model. */
    @FunctionalInterface
    interface Original {
        double[] score(Matrix matrix) throws Exception;
    }

    private static Original ofWeka(Classifier classifier, boolean[] labels) {
        return matrix -> {
            Instances instances = WekaInstances.labelled(matrix, labels);
            double[] scores = new double[matrix.rows()];
            for (int row = 0; row < scores.length; row++) {
                scores[row] = classifier.distributionForInstance(instances.get(row))[1];
            }
            return scores;
        };
    }

    /**
     * A scorer with the pipeline that feeds it.
     *
     * @param components what it learned from in place of columns, if anything; it reads the columns
     */
    public record Fitted(
            Preparation preparation, List<String> columns, Scorer scorer, @Nullable Components components) {
        public Fitted {
            columns = List.copyOf(columns);
        }

        public Fitted(Preparation preparation, List<String> columns, Scorer scorer) {
            this(preparation, columns, scorer, null);
        }

        public double[] score(FeatureTable table) {
            return scorer.score(matrix(table));
        }

        /**
         * Why each row has its score, see {@link PredictionModel#explain}.
         *
         * @param finished what is made of the scorer's probability in the end
         */
        List<Explanation> explain(FeatureTable table, DoubleUnaryOperator finished) {
            double[] scores = Arrays.stream(score(table)).map(finished).toArray();
            double usual = finished.applyAsDouble(scorer.probability(scorer.usual()));
            double[][] parts = parts(table);
            return IntStream.range(0, scores.length)
                    .mapToObj(row -> Explanation.carried(
                            scorer.method(), preparation.features(), parts[row], scores[row], usual))
                    .toList();
        }

        /** Why each row has its probability. */
        public List<Explanation> explain(FeatureTable table) {
            return explain(table, DoubleUnaryOperator.identity());
        }

        /** By how much each feature moves each row, on the scorer's own scale. */
        double[][] parts(FeatureTable table) {
            return scorer.parts(
                    matrix(table),
                    preparation.owners(columns),
                    preparation.features().size());
        }

        /** The same where a feature goes without saying, being in everybody what it is in the first row: then it is no reason for anything. */
        public Fitted given(String feature, FeatureTable table) {
            Matrix matrix = matrix(table);
            Map<String, String> origins = preparation.origins();
            Scorer known = scorer;
            for (int column = 0; column < columns.size(); column++) {
                if (feature.equals(origins.get(columns.get(column)))) {
                    known = known.given(column, matrix.at(0, column));
                }
            }
            return new Fitted(preparation, columns, known);
        }

        private Matrix matrix(FeatureTable table) {
            return preparation.apply(table).select(columns);
        }
    }

    /** Weka's forest with its trees within reach. */
    private static final class OpenForest extends RandomForest {
        private static final long serialVersionUID = 1;

        Classifier[] trees() {
            return m_Classifiers;
        }
    }
}

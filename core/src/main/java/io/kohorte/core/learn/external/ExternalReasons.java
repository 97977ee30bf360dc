// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.KernelShap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Why a model made elsewhere says what it says: nothing is known of it but its answers, so it is asked about many mixtures of a customer and typical ones. */
public final class ExternalReasons {
    private final ExternalVersion version;
    private final List<String> features;
    private final List<List<String>> levels = new ArrayList<>();

    private ExternalReasons(ExternalVersion version, FeatureTable table) {
        this.version = version;
        this.features = version.typical().stream().map(Typical::feature).toList();
        for (Typical typical : version.typical()) {
            TreeSet<String> others = new TreeSet<>(
                    table.column(typical.feature()).map(FeatureColumn::levels).orElse(List.of()));
            typical.levels().forEach(others::remove);
            List<String> all = new ArrayList<>(typical.levels());
            all.addAll(others);
            levels.add(all);
        }
    }

    /** One explanation for each row. */
    public static List<Explanation> of(ExternalVersion version, FeatureTable table) {
        return version.typical().isEmpty() ? List.of() : new ExternalReasons(version, table).explain(table);
    }

    private List<Explanation> explain(FeatureTable table) {
        Matrix typical = new Matrix(
                features, version.typical().stream().map(Typical::column).toArray(float[][]::new), parts());
        double usual = Arrays.stream(version.score(table(typical)))
                .filter(score -> !Double.isNaN(score))
                .average()
                .orElse(0);
        KernelShap shap = new KernelShap(
                rows -> Arrays.stream(version.score(table(rows)))
                        .map(score -> Double.isNaN(score) ? usual : score)
                        .toArray(),
                typical,
                IntStream.range(0, features.size()).toArray(),
                features.size());
        double[] scores = version.score(table);
        Matrix rows = matrix(table);
        return IntStream.range(0, scores.length)
                .mapToObj(row -> explanation(scores[row], shap.of(rows.pick(new int[] {row}))))
                .toList();
    }

    private int parts() {
        return version.typical().get(0).values().size();
    }

    private Explanation explanation(double score, double[] points) {
        return new Explanation(
                Explanation.Method.KERNEL_SHAP,
                score,
                score - Arrays.stream(points).sum(),
                IntStream.range(0, points.length)
                        .mapToObj(feature -> new Explanation.Part(features.get(feature), points[feature]))
                        .sorted(Comparator.comparingDouble(part -> -Math.abs(part.points())))
                        .toList(),
                0);
    }

    /** Categories as their places among all that are known here. */
    private Matrix matrix(FeatureTable table) {
        float[][] columns = new float[features.size()][table.size()];
        for (int feature = 0; feature < columns.length; feature++) {
            List<String> known = levels.get(feature);
            FeatureColumn column = table.column(features.get(feature)).orElse(null);
            for (int row = 0; row < table.size(); row++) {
                columns[feature][row] = column == null || column.missing(row)
                        ? Float.NaN
                        : column.categorical()
                                ? known.indexOf(column.category(row).orElseThrow())
                                : column.value(row);
            }
        }
        return new Matrix(features, columns, table.size());
    }

    private FeatureTable table(Matrix rows) {
        return FeatureTable.of(
                IntStream.range(0, rows.rows()).toArray(),
                IntStream.range(0, features.size())
                        .mapToObj(feature -> levels.get(feature).isEmpty()
                                ? FeatureColumn.numbers(features.get(feature), rows.column(feature))
                                : FeatureColumn.categories(
                                        features.get(feature), rows.column(feature), levels.get(feature)))
                        .toList());
    }
}

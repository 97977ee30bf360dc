// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Unit;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Describes clusters by their deviations from the average, and proposes names. */
final class Portraits {
    private final FeatureTable table;
    private final Matrix matrix;
    private final int[] assigned;
    private final Map<String, Feature> features;

    Portraits(FeatureTable table, Matrix matrix, int[] assigned, List<Feature> features) {
        this.table = table;
        this.matrix = matrix;
        this.assigned = assigned;
        this.features = features.stream().collect(Collectors.toMap(Feature::name, Function.identity()));
    }

    /** One portrait for each number, in their order; those who belong to no group have one too. */
    List<Portrait> of(ClusterModel model) {
        int k = model.grouping().count();
        int[] sizes = new Partition(assigned, k).sizes();
        double[][] deviations = deviations(k, sizes);
        ClusterNames names = new ClusterNames(matrix, features);
        List<Portrait> portraits = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            List<Deviation> told = told(c, k, sizes, deviations[c]);
            boolean noise = c >= model.grouping().groups();
            Wording name = noise ? ClusterNames.NOISE : names.propose(deviations[c]);
            double share = (double) sizes[c] / assigned.length;
            portraits.add(new Portrait(
                    model.numbers().numbers()[c],
                    name,
                    noise,
                    sizes[c],
                    share,
                    told,
                    noise ? ClusterNames.left(sizes[c], share) : ClusterNames.sentence(sizes[c], share, told)));
        }
        return portraits.stream()
                .sorted(Comparator.comparingInt(Portrait::number))
                .toList();
    }

    /** Per cluster and column: the difference of means in standard deviations of the prepared values. */
    private double[][] deviations(int k, int[] sizes) {
        double[][] deviations = new double[k][matrix.width()];
        for (int column = 0; column < matrix.width(); column++) {
            double sum = 0;
            double squares = 0;
            double[] sums = new double[k];
            for (int row = 0; row < matrix.rows(); row++) {
                double value = matrix.at(row, column);
                sum += value;
                squares += value * value;
                sums[assigned[row]] += value;
            }
            double mean = sum / matrix.rows();
            double spread = Math.sqrt(Math.max(0, squares / matrix.rows() - mean * mean));
            for (int c = 0; c < k; c++) {
                deviations[c][column] = spread < 1e-9 || sizes[c] == 0 ? 0 : (sums[c] / sizes[c] - mean) / spread;
            }
        }
        return deviations;
    }

    private List<Deviation> told(int cluster, int k, int[] sizes, double[] deviations) {
        List<Deviation> told = new ArrayList<>();
        for (int column = 0; column < matrix.width(); column++) {
            String name = matrix.names().get(column);
            int equals = name.lastIndexOf('=');
            String feature = equals < 0 ? name : name.substring(0, equals);
            Feature words = features.get(feature);
            if (words == null) {
                continue;
            }
            double[] means = words.kind() == Feature.Kind.CATEGORY ? shares(column, k, sizes) : means(feature, k);
            Wording label = equals < 0 ? words.label() : words.label().then(": " + name.substring(equals + 1));
            Unit unit = words.kind() == Feature.Kind.NUMBER ? words.unit() : Unit.SHARE;
            told.add(new Deviation(name, label, unit, means[cluster], means[k], deviations[column]));
        }
        told.sort(Comparator.<Deviation>comparingDouble(deviation -> -Math.abs(deviation.deviation()))
                .thenComparing(Deviation::name));
        return told;
    }

    /** Means of the feature itself per cluster, and at position k over everybody; NaN where nobody has a value. */
    private double[] means(String feature, int k) {
        FeatureColumn column = table.column(feature).orElseThrow();
        double[] sums = new double[k + 1];
        long[] counts = new long[k + 1];
        for (int row = 0; row < table.size(); row++) {
            if (!column.missing(row)) {
                sums[assigned[row]] += column.value(row);
                counts[assigned[row]]++;
                sums[k] += column.value(row);
                counts[k]++;
            }
        }
        for (int c = 0; c <= k; c++) {
            sums[c] = counts[c] == 0 ? Double.NaN : sums[c] / counts[c];
        }
        return sums;
    }

    private double[] shares(int column, int k, int[] sizes) {
        double[] shares = new double[k + 1];
        for (int row = 0; row < matrix.rows(); row++) {
            if (matrix.at(row, column) > 0) {
                shares[assigned[row]]++;
                shares[k]++;
            }
        }
        for (int c = 0; c < k; c++) {
            shares[c] /= Math.max(1, sizes[c]);
        }
        shares[k] /= matrix.rows();
        return shares;
    }
}

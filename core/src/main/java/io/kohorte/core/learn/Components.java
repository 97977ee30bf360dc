// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Principal components (Hotelling 1933) in place of columns that say much the same: each is a sum of all of them, none goes with another, and each has
 * the same spread, so that what many columns say counts once. Recorded with the model, so that it serves exactly as it trained.
 *
 * @param columns the prepared columns they replace; all others stay as they are
 * @param means of these columns when it was learned
 * @param axes by how much of the variance they explain, most first
 */
public record Components(List<String> columns, List<Double> means, List<Axis> axes) {
    /** What is left has the spread of rounding. */
    private static final double NOTHING = 1e-9;

    /** Of the variance of all columns {@link Reduction#AUTO} wants so much explained, */
    private static final double ENOUGH = .9;

    /** and of that of each so much, or what one column alone says would be lost beside what many say. */
    private static final double ENOUGH_OF_EACH = .5;

    public Components {
        columns = List.copyOf(columns);
        means = List.copyOf(means);
        axes = List.copyOf(axes);
    }

    /**
     * One component.
     *
     * @param explained its share of the variance of all columns
     * @param weights by which each column, less its mean, is multiplied and summed
     * @param loadings correlation of each column with the component
     */
    public record Axis(double explained, List<Double> weights, List<Double> loadings) {
        public Axis {
            weights = List.copyOf(weights);
            loadings = List.copyOf(loadings);
        }
    }

    /** Empty where there are not two columns to draw together. */
    public static Optional<Components> fit(Matrix all, List<String> columns, Reduction reduction) {
        Matrix matrix = all.select(columns);
        if (matrix.varying().size() < 2) {
            return Optional.empty();
        }
        List<Double> means = matrix.means();
        double[][] covariance = matrix.covariance(
                means.stream().mapToDouble(Double::doubleValue).toArray());
        int width = columns.size();
        double total =
                IntStream.range(0, width).mapToDouble(i -> covariance[i][i]).sum();
        Eigen eigen = Eigen.of(covariance);
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < width && eigen.value(axis) > NOTHING * total; axis++) {
            if (reduction.number().map(number -> axes.size() >= number).orElseGet(() -> tellEnough(axes, width))) {
                break;
            }
            axes.add(axis(eigen.vector(axis, width), eigen.value(axis), covariance, total));
        }
        return Optional.of(new Components(columns, means, axes));
    }

    private static boolean tellEnough(List<Axis> axes, int width) {
        return axes.stream().mapToDouble(Axis::explained).sum() >= ENOUGH
                && IntStream.range(0, width)
                        .allMatch(column -> axes.stream()
                                        .mapToDouble(
                                                axis -> Math.pow(axis.loadings().get(column), 2))
                                        .sum()
                                >= ENOUGH_OF_EACH);
    }

    private static Axis axis(double[] direction, double variance, double[][] covariance, double total) {
        double spread = Math.sqrt(variance);
        List<Double> weights = new ArrayList<>();
        List<Double> loadings = new ArrayList<>();
        for (int column = 0; column < direction.length; column++) {
            double own = Math.sqrt(covariance[column][column]);
            weights.add(direction[column] / spread);
            loadings.add(own == 0 ? 0 : direction[column] * spread / own);
        }
        return new Axis(variance / total, weights, loadings);
    }

    /** The components of each row, and after them the columns they do not replace. */
    public Matrix of(Matrix matrix) {
        Matrix replaced = matrix.select(columns);
        List<String> others =
                matrix.names().stream().filter(name -> !columns.contains(name)).toList();
        Matrix kept = matrix.select(others);
        List<String> names = new ArrayList<>();
        float[][] values = new float[axes.size() + others.size()][];
        for (int axis = 0; axis < axes.size(); axis++) {
            names.add("component:" + (axis + 1));
            values[axis] = along(axes.get(axis), replaced);
        }
        for (int other = 0; other < others.size(); other++) {
            names.add(others.get(other));
            values[axes.size() + other] = kept.column(other);
        }
        return new Matrix(names, values, matrix.rows());
    }

    /** The one customer who is in the middle of all columns replaced, and has nothing of the others. */
    public Matrix middle(List<String> names) {
        float[][] values = new float[names.size()][1];
        for (int column = 0; column < values.length; column++) {
            int replaced = columns.indexOf(names.get(column));
            values[column][0] = replaced < 0 ? 0 : means.get(replaced).floatValue();
        }
        return new Matrix(names, values, 1);
    }

    /**
     * What is weighed and added up.
     *
     * @param weights of each column
     * @param shift what is added besides
     */
    public record Weighed(List<Double> weights, double shift) {
        public Weighed {
            weights = List.copyOf(weights);
        }
    }

    /**
     * A weighted sum of what {@link #of} makes, as a weighted sum of the columns it is made of: since components are sums, that is the same sum.
     *
     * @param names of the columns
     * @param weights of the components, and after them of the columns they do not replace
     */
    public Weighed unfold(List<String> names, List<Double> weights) {
        List<Double> unfolded = new ArrayList<>();
        double shift = 0;
        int next = axes.size();
        for (String name : names) {
            int replaced = columns.indexOf(name);
            if (replaced < 0) {
                unfolded.add(weights.get(next++));
            } else {
                double weight = 0;
                for (int axis = 0; axis < axes.size(); axis++) {
                    weight += weights.get(axis) * axes.get(axis).weights().get(replaced);
                }
                unfolded.add(weight);
                shift -= weight * means.get(replaced);
            }
        }
        return new Weighed(unfolded, shift);
    }

    private float[] along(Axis axis, Matrix replaced) {
        double[] sums = new double[replaced.rows()];
        for (int column = 0; column < columns.size(); column++) {
            float[] values = replaced.column(column);
            double weight = axis.weights().get(column);
            double mean = means.get(column);
            for (int row = 0; row < sums.length; row++) {
                sums[row] += weight * (values[row] - mean);
            }
        }
        float[] along = new float[sums.length];
        Arrays.setAll(sums, row -> along[row] = (float) sums[row]);
        return along;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prepared numbers, column by column: what learners see. {@code NaN} only where a learner understands missing values. */
public final class Matrix {
    private final List<String> names;
    private final float[][] columns;
    private final int rows;

    public Matrix(List<String> names, float[][] columns, int rows) {
        this.names = List.copyOf(names);
        this.columns = columns;
        this.rows = rows;
    }

    public List<String> names() {
        return names;
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return columns.length;
    }

    /** The column itself, not a copy. */
    public float[] column(int index) {
        return columns[index];
    }

    public float at(int row, int column) {
        return columns[column][row];
    }

    public double[] row(int row) {
        double[] values = new double[columns.length];
        for (int column = 0; column < columns.length; column++) {
            values[column] = columns[column][row];
        }
        return values;
    }

    /** The given rows, repeats allowed. */
    public Matrix pick(int[] picked) {
        float[][] part = new float[columns.length][picked.length];
        for (int column = 0; column < columns.length; column++) {
            for (int i = 0; i < picked.length; i++) {
                part[column][i] = columns[column][picked[i]];
            }
        }
        return new Matrix(names, part, picked.length);
    }

    /** The named columns in the order named; a column this matrix lacks is all 0. */
    public Matrix select(List<String> wanted) {
        Map<String, float[]> byName = new HashMap<>();
        for (int column = 0; column < columns.length; column++) {
            byName.put(names.get(column), columns[column]);
        }
        float[][] selected = wanted.stream()
                .map(name -> byName.getOrDefault(name, new float[rows]))
                .toArray(float[][]::new);
        return new Matrix(wanted, selected, rows);
    }

    /** The mean of each column; not a number where a value is missing. */
    public List<Double> means() {
        return Arrays.stream(columns).map(this::mean).toList();
    }

    private double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / rows;
    }

    /** How columns vary together around these means; over all rows. */
    public double[][] covariance(double[] mean) {
        double[][] covariance = new double[columns.length][columns.length];
        for (int a = 0; a < columns.length; a++) {
            for (int b = a; b < columns.length; b++) {
                double sum = 0;
                for (int row = 0; row < rows; row++) {
                    sum += (columns[a][row] - mean[a]) * (columns[b][row] - mean[b]);
                }
                covariance[a][b] = sum / rows;
                covariance[b][a] = covariance[a][b];
            }
        }
        return covariance;
    }

    /** The names of the columns that hold more than one value. */
    public List<String> varying() {
        List<String> varying = new ArrayList<>();
        for (int column = 0; column < columns.length; column++) {
            if (varies(columns[column])) {
                varying.add(names.get(column));
            }
        }
        return varying;
    }

    private static boolean varies(float[] values) {
        for (int row = 1; row < values.length; row++) {
            if (Float.compare(values[row], values[0]) != 0) {
                return true;
            }
        }
        return false;
    }
}

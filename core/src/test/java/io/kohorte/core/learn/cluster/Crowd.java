// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.platform.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Customers as points, by lot or real, and few enough to look at all pairs. */
record Crowd(String name, Matrix matrix) {

    /** Apart, touching, of no round shape, with strays, and without any groups. */
    static Stream<Crowd> invented() {
        return Stream.of(
                of("blobs apart", Blobs.of(4, 60, 3, 8, 7).table()),
                of("blobs that touch", Blobs.of(3, 80, 4, 3, 5).table()),
                of("rings", Shapes.rings(120, 1).table()),
                of("strays", Shapes.scattered(90, 1).table()),
                new Crowd("no groups", noise(250, 5, 3)));
    }

    /** What 440 customers of a wholesaler spend a year on six kinds of goods, as logarithms in standard deviations. */
    static Crowd wholesale() {
        try {
            double[][] spent = Files.readAllLines(SharedData.find("wholesale/wholesale.csv")).stream()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(","))
                            .skip(2)
                            .mapToDouble(money -> Math.log1p(Double.parseDouble(money)))
                            .toArray())
                    .toArray(double[][]::new);
            float[][] columns = new float[6][spent.length];
            for (int column = 0; column < columns.length; column++) {
                int at = column;
                double mean = Arrays.stream(spent)
                        .mapToDouble(row -> row[at])
                        .average()
                        .orElseThrow();
                double variance = Arrays.stream(spent)
                        .mapToDouble(row -> Math.pow(row[at] - mean, 2))
                        .average()
                        .orElseThrow();
                for (int row = 0; row < spent.length; row++) {
                    columns[column][row] = (float) ((spent[row][column] - mean) / Math.sqrt(variance));
                }
            }
            return new Crowd("wholesale", new Matrix(names(6), columns, spent.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double[][] rows() {
        return Distance.rows(matrix);
    }

    /** So many of them, by lot. */
    double[][] some(int many, long seed) {
        return new Random(seed)
                .ints(0, matrix.rows())
                .distinct()
                .limit(many)
                .mapToObj(matrix::row)
                .toArray(double[][]::new);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Crowd of(String name, FeatureTable table) {
        float[][] columns = table.columns().stream().map(FeatureColumn::values).toArray(float[][]::new);
        return new Crowd(name, new Matrix(names(columns.length), columns, table.size()));
    }

    private static Matrix noise(int size, int width, long seed) {
        Random random = new Random(seed);
        float[][] columns = new float[width][size];
        for (float[] column : columns) {
            IntStream.range(0, size).forEach(row -> column[row] = (float) random.nextGaussian());
        }
        return new Matrix(names(width), columns, size);
    }

    private static List<String> names(int width) {
        return IntStream.range(0, width).mapToObj(i -> "x" + i).toList();
    }
}

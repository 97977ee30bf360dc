// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;

/** The Hungarian method (Kuhn 1955, in the potential form of Jonker, Volgenant 1987) for the few clusters there are. */
final class Assignment {
    private Assignment() {}

    /** For each row of a gain matrix the column that makes the total gain largest; −1 for rows left over. */
    static int[] best(double[][] gain) {
        int rows = gain.length;
        int columns = rows == 0 ? 0 : gain[0].length;
        int size = Math.max(rows, columns);
        double[] rowPotential = new double[size + 1];
        double[] columnPotential = new double[size + 1];
        int[] rowOf = new int[size + 1];
        int[] way = new int[size + 1];
        for (int row = 1; row <= size; row++) {
            rowOf[0] = row;
            int column = 0;
            double[] least = new double[size + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[size + 1];
            do {
                used[column] = true;
                int current = rowOf[column];
                int next = 0;
                double step = Double.POSITIVE_INFINITY;
                for (int c = 1; c <= size; c++) {
                    if (!used[c]) {
                        double cost = -at(gain, current - 1, c - 1) - rowPotential[current] - columnPotential[c];
                        if (cost < least[c]) {
                            least[c] = cost;
                            way[c] = column;
                        }
                        if (least[c] < step) {
                            step = least[c];
                            next = c;
                        }
                    }
                }
                for (int c = 0; c <= size; c++) {
                    if (used[c]) {
                        rowPotential[rowOf[c]] += step;
                        columnPotential[c] -= step;
                    } else {
                        least[c] -= step;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                int previous = way[column];
                rowOf[column] = rowOf[previous];
                column = previous;
            }
        }
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, -1);
        for (int c = 1; c <= columns; c++) {
            if (rowOf[c] <= rows) {
                columnOf[rowOf[c] - 1] = c - 1;
            }
        }
        return columnOf;
    }

    private static double at(double[][] gain, int row, int column) {
        return row < gain.length && column < gain[row].length ? gain[row][column] : 0;
    }
}

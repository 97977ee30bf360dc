// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;

/** A matrix as Weka wants it. Attribute names are positions: names of customers' data stay ours. */
public final class WekaInstances {
    static {
        WekaEnvironment.ensure();
    }

    private WekaInstances() {}

    public static Instances unlabelled(Matrix matrix) {
        Instances instances = new Instances("customers", new ArrayList<>(attributes(matrix.width())), matrix.rows());
        for (int row = 0; row < matrix.rows(); row++) {
            instances.add(new DenseInstance(1, matrix.row(row)));
        }
        return instances;
    }

    /** With a class attribute of the values no and yes, in that order, as the last. */
    public static Instances labelled(Matrix matrix, boolean[] labels) {
        ArrayList<Attribute> attributes = new ArrayList<>(attributes(matrix.width()));
        attributes.add(new Attribute("target", List.of("no", "yes")));
        Instances instances = new Instances("customers", attributes, matrix.rows());
        instances.setClassIndex(matrix.width());
        for (int row = 0; row < matrix.rows(); row++) {
            instances.add(instance(matrix, row, labels[row] ? 1 : 0));
        }
        return instances;
    }

    private static Instance instance(Matrix matrix, int row, double label) {
        double[] values = new double[matrix.width() + 1];
        for (int column = 0; column < matrix.width(); column++) {
            values[column] = matrix.at(row, column);
        }
        values[matrix.width()] = label;
        return new DenseInstance(1, values);
    }

    private static List<Attribute> attributes(int width) {
        return IntStream.range(0, width)
                .mapToObj(column -> new Attribute("x" + column))
                .toList();
    }
}

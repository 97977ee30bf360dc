// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.LearningException;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.WekaEnvironment;
import io.kohorte.core.learn.WekaInstances;
import weka.clusterers.SimpleKMeans;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.ManhattanDistance;
import weka.core.SelectedTag;

/**
 * K-Means by the Manhattan distance, where the middles are medians: by Weka, from k-means++ starts (Arthur, Vassilvitskii 2007), the best of several
 * seeds by the sum of distances. Weka's own rescaling to [0, 1] is off: the matrix is prepared already.
 */
final class KMedians {
    static {
        WekaEnvironment.ensure();
    }

    private static final int MOST_ITERATIONS = 100;

    private KMedians() {}

    static Centroids fit(Matrix view, int k, long seed, int starts) {
        Instances instances = WekaInstances.unlabelled(view);
        Centroids best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            Centroids found = fit(instances, k, (int) (seed + start * 7919L));
            double inertia = found.inertia(view, found.assign(view));
            if (best == null || inertia < least * (1 - 1e-9)) {
                best = found;
                least = inertia;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("at least one start is needed");
        }
        return best;
    }

    private static Centroids fit(Instances instances, int k, int seed) {
        try {
            SimpleKMeans clusterer = new SimpleKMeans();
            ManhattanDistance measured = new ManhattanDistance();
            measured.setDontNormalize(true);
            clusterer.setDistanceFunction(measured);
            clusterer.setInitializationMethod(
                    new SelectedTag(SimpleKMeans.KMEANS_PLUS_PLUS, SimpleKMeans.TAGS_SELECTION));
            clusterer.setDontReplaceMissingValues(true);
            clusterer.setNumClusters(k);
            clusterer.setSeed(seed);
            clusterer.setMaxIterations(MOST_ITERATIONS);
            clusterer.setNumExecutionSlots(1);
            clusterer.buildClusterer(instances);
            return new Centroids(
                    clusterer.getClusterCentroids().stream()
                            .map(Instance::toDoubleArray)
                            .toArray(double[][]::new),
                    Distance.MANHATTAN);
        } catch (Exception e) {
            throw new LearningException("K-Medians with " + k + " clusters failed", e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.LearningException;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.WekaEnvironment;
import io.kohorte.core.learn.WekaInstances;
import weka.clusterers.SimpleKMeans;
import weka.core.EuclideanDistance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SelectedTag;

/**
 * K-Means by Weka (Lloyd 1982) from k-means++ starts (Arthur, Vassilvitskii 2007); the best of several seeds by inertia. Weka's own
 * rescaling to [0, 1] is off: the matrix is prepared already.
 */
final class KMeans {
    static {
        WekaEnvironment.ensure();
    }

    private static final int MOST_ITERATIONS = 100;

    private KMeans() {}

    static Centroids fit(Matrix matrix, int k, long seed, int starts) {
        Instances instances = WekaInstances.unlabelled(matrix);
        Centroids best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            Centroids found = fit(instances, k, (int) (seed + start * 7919L));
            double inertia = found.inertia(matrix, found.assign(matrix));
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
            EuclideanDistance distance = new EuclideanDistance();
            distance.setDontNormalize(true);
            clusterer.setDistanceFunction(distance);
            clusterer.setInitializationMethod(
                    new SelectedTag(SimpleKMeans.KMEANS_PLUS_PLUS, SimpleKMeans.TAGS_SELECTION));
            clusterer.setDontReplaceMissingValues(true);
            clusterer.setNumClusters(k);
            clusterer.setSeed(seed);
            clusterer.setMaxIterations(MOST_ITERATIONS);
            clusterer.setNumExecutionSlots(1);
            clusterer.buildClusterer(instances);
            return new Centroids(clusterer.getClusterCentroids().stream()
                    .map(Instance::toDoubleArray)
                    .toArray(double[][]::new));
        } catch (Exception e) {
            throw new LearningException("K-Means with " + k + " clusters failed", e);
        }
    }
}

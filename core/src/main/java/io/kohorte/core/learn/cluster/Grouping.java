// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.kohorte.core.learn.Matrix;
import java.util.List;

/**
 * What a method learned, in a form that tells anybody's group: those it was learned from and those who come later, one by one or all at once,
 * by the same rule. Positions of groups run from 0; where {@link #hasNoise()}, the last is of those who belong to no group. A stored form
 * without a kind is older than the other kinds.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Centroids.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Centroids.class, name = "centroids"),
    @JsonSubTypes.Type(value = Mixture.class, name = "mixture"),
    @JsonSubTypes.Type(value = Landmarks.class, name = "landmarks")
})
public sealed interface Grouping permits Centroids, Mixture, Landmarks {

    /** Positions there are, that of noise included. */
    int count();

    /** Whether the last position is of those who belong to no group. */
    boolean hasNoise();

    /** The position of each row's group. */
    int[] assign(Matrix matrix);

    /** How badly the first row fits each position: the least in sum is where {@link #assign} puts it. */
    List<Misfit> misfits(Matrix matrix);

    /** The same with groups only at the given positions, in that order; noise stays last and is not named. */
    Grouping ordered(int[] order);

    /** Groups, noise left out. */
    default int groups() {
        return hasNoise() ? count() - 1 : count();
    }
}

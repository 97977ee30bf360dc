// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** How groups are found. In the order of preference where nothing else tells them apart: the simplest first. */
public enum Method {
    K_MEANS("K-Means", Shape.ROUND) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return k -> distance == Distance.MANHATTAN
                    ? KMedians.fit(view, k, seed, starts)
                    : KMeans.fit(view, k, distance, seed, starts);
        }

        @Override
        int mostRows(Distance distance) {
            return distance == Distance.MANHATTAN ? 200_000 : Integer.MAX_VALUE;
        }
    },
    GAUSSIAN_MIXTURE("Gaussian mixture", "Gauß-Mischung", Shape.OVAL) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return k -> GaussianMixture.fit(view, k, seed, starts);
        }

        @Override
        int mostRows(Distance distance) {
            return 20_000;
        }
    },
    WARD("Ward", Shape.ROUND) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return cuts(Linkage.WARD.merges(Distance.rows(view), distance), view, distance);
        }
    },
    AVERAGE("Average linkage", "Average Linkage", Shape.ANY) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return cuts(Linkage.AVERAGE.merges(Distance.rows(view), distance), view, distance);
        }
    },
    GENIE("Genie", Shape.ANY) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            SpanningTree tree = SpanningTree.of(Distance.rows(view), distance);
            return cuts(Genie.merges(tree, Genie.THRESHOLD), view, distance);
        }
    },
    FUZZY_C_MEANS("Fuzzy c-means", Shape.ROUND) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return k -> FuzzyCMeans.fit(view, k, distance, seed, starts);
        }

        @Override
        int mostRows(Distance distance) {
            return 20_000;
        }
    },
    DBSCAN("DBSCAN", Shape.ANY) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return Density.of(Distance.rows(view), distance)::dbscan;
        }

        @Override
        int[] settings(int fewest, int most) {
            return new int[] {40, 50, 60, 70, 80, 90, 95};
        }

        @Override
        public boolean takesNumber() {
            return false;
        }
    },
    HDBSCAN("HDBSCAN", Shape.ANY) {
        @Override
        Fit on(Matrix view, Distance distance, long seed, int starts) {
            return Density.of(Distance.rows(view), distance)::hdbscan;
        }

        @Override
        int[] settings(int fewest, int most) {
            return new int[] {1, 2, 4, 8};
        }

        @Override
        public boolean takesNumber() {
            return false;
        }
    };

    /** Between which the vote decides when nobody does: one for round groups, one for oval ones, one for any shape, one that leaves people out. */
    static final List<Method> VOTED = List.of(K_MEANS, GAUSSIAN_MIXTURE, GENIE, HDBSCAN);

    private final String english;
    private final String german;
    private final Shape shape;

    Method(String label, Shape shape) {
        this(label, label, shape);
    }

    Method(String english, String german, Shape shape) {
        this.english = english;
        this.german = german;
        this.shape = shape;
    }

    /** What groups a method looks for, and so by what they may be judged. */
    enum Shape {
        ROUND,
        OVAL,
        ANY
    }

    /** @param starts how often to begin anew, where the beginning is drawn by lot */
    abstract Fit on(Matrix view, Distance distance, long seed, int starts);

    /** More rows than these are learned from a sample; everybody is still assigned. Beyond this the time would grow with their square. */
    int mostRows(Distance distance) {
        return 3_000;
    }

    /** What to try where it is left open. */
    int[] settings(int fewest, int most) {
        return IntStream.rangeClosed(fewest, most).toArray();
    }

    /** Whether it can be told how many groups to find. */
    public boolean takesNumber() {
        return true;
    }

    /** Those for which what the method minimises, or compares, is defined. */
    public Set<Distance> distances() {
        return switch (this) {
            case GAUSSIAN_MIXTURE -> EnumSet.of(Distance.EUCLIDEAN);
            case WARD, FUZZY_C_MEANS -> EnumSet.of(Distance.EUCLIDEAN, Distance.COSINE);
            case K_MEANS, AVERAGE, GENIE, DBSCAN, HDBSCAN -> EnumSet.allOf(Distance.class);
        };
    }

    public Wording label() {
        return new Wording(english, german);
    }

    Shape shape() {
        return shape;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Method> of(String wireName) {
        return Arrays.stream(values())
                .filter(method -> method.wireName().equals(wireName))
                .findFirst();
    }

    private static Fit cuts(Merges merges, Matrix view, Distance distance) {
        double[][] rows = Distance.rows(view);
        return k -> Landmarks.everybody(rows, merges.cut(k), k, distance);
    }
}

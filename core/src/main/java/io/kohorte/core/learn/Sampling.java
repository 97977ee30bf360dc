// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.platform.SplitMix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/** Samples that depend on the seed and on who the customers are, never on the order they come in. */
public final class Sampling {
    private Sampling() {}

    /** At most {@code size} row indices, ascending, chosen by a hash of each row's profile number. */
    public static int[] rows(int[] profiles, int size, long seed) {
        if (profiles.length <= size) {
            return IntStream.range(0, profiles.length).toArray();
        }
        long[] hashes = new long[profiles.length];
        for (int row = 0; row < profiles.length; row++) {
            hashes[row] = SplitMix.mixed(profiles[row] + seed * SplitMix.STEP);
        }
        long[] sorted = hashes.clone();
        Arrays.sort(sorted);
        long limit = sorted[size];
        return IntStream.range(0, profiles.length)
                .filter(row -> hashes[row] < limit)
                .toArray();
    }

    /** At most {@code size} of these: whoever {@link #rows} keeps of a table of all of them. */
    public static RoaringBitmap people(RoaringBitmap all, int size, long seed) {
        if (all.getLongCardinality() <= size) {
            return all;
        }
        int[] profiles = all.toArray();
        return RoaringBitmap.bitmapOf(Arrays.stream(rows(profiles, size, seed))
                .map(row -> profiles[row])
                .toArray());
    }

    /** As many row indices as there are rows, drawn with replacement. */
    public static int[] bootstrap(int rows, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, rows)
                .map(ignored -> random.nextInt(rows))
                .sorted()
                .toArray();
    }
}

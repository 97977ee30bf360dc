// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * Marks of the names under which a destination has people who are to be changed or removed, see {@link Fingerprint#mark}. Two
 * bytes each. Filled in ascending order of profiles.
 */
final class SentNames {

    private final RoaringBitmap profiles = new RoaringBitmap();
    private char[] marks = new char[0];
    private int size;

    void add(int profile, int mark) {
        if (mark != Fingerprint.NAMELESS) {
            if (size == marks.length) {
                marks = Arrays.copyOf(marks, Math.max(64, size * 2));
            }
            profiles.add(profile);
            marks[size++] = (char) mark;
        }
    }

    /** {@link Fingerprint#NAMELESS} for whoever is not there, or under we do not know what name. */
    int of(int profile) {
        return profiles.contains(profile) ? marks[profiles.rank(profile) - 1] : Fingerprint.NAMELESS;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/**
 * Refusals that stand, in ascending order of profiles, columnar since there may be as many as members.
 *
 * @param flags see the constants
 */
@SuppressWarnings("ArrayRecordComponent") // columnar: read by one comparison, never copied
record Standing(int[] profiles, long[] fingerprints, byte[] flags) {

    /** Refused on the way out, not on the way in. */
    static final byte LEAVING = 1;
    /** To be tried again. */
    static final byte DUE = 2;
    /** Stays until a person decides, whatever its data. */
    static final byte FIRM = 4;

    static final byte INVALID = 8;
    static final byte SKIPPED = 16;

    static final Standing NONE = new Standing(new int[0], new long[0], new byte[0]);

    int size() {
        return profiles.length;
    }
}

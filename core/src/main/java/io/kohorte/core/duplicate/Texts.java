// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

/** How alike two texts are, by characters. */
final class Texts {

    private static final double PREFIX_WEIGHT = 0.1;
    private static final int PREFIX = 4;

    private Texts() {}

    /** The similarity of Jaro, raised for a common beginning by Winkler (1990): 0 nothing in common, 1 equal. */
    static double jaroWinkler(String one, String other) {
        double jaro = jaro(one, other);
        int common = 0;
        int longest = Math.min(PREFIX, Math.min(one.length(), other.length()));
        while (common < longest && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        return jaro + common * PREFIX_WEIGHT * (1 - jaro);
    }

    private static double jaro(String one, String other) {
        int window = Math.max(0, Math.max(one.length(), other.length()) / 2 - 1);
        boolean[] taken = new boolean[other.length()];
        char[] matched = new char[Math.min(one.length(), other.length())];
        int matches = 0;
        for (int i = 0; i < one.length(); i++) {
            int end = Math.min(other.length(), i + window + 1);
            for (int j = Math.max(0, i - window); j < end; j++) {
                if (!taken[j] && one.charAt(i) == other.charAt(j)) {
                    taken[j] = true;
                    matched[matches++] = one.charAt(i);
                    break;
                }
            }
        }
        if (matches == 0) {
            return 0;
        }
        int moved = 0;
        int next = 0;
        for (int j = 0; j < other.length(); j++) {
            if (taken[j] && other.charAt(j) != matched[next++]) {
                moved++;
            }
        }
        double found = matches;
        return (found / one.length() + found / other.length() + (found - moved / 2.0) / found) / 3;
    }

    /**
     * Whether so few edits make one text of the other. An edit inserts, deletes or replaces a character, or swaps two neighbours
     * (Damerau 1964, each stretch edited once).
     */
    static boolean within(int edits, String one, String other) {
        if (Math.abs(one.length() - other.length()) > edits) {
            return false;
        }
        int width = other.length() + 1;
        int[] beforeLast = new int[width];
        int[] last = new int[width];
        int[] row = new int[width];
        for (int j = 0; j < width; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] recycled = beforeLast;
            beforeLast = last;
            last = row;
            row = recycled;
            row[0] = i;
            int least = i;
            for (int j = 1; j < width; j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least > edits) {
                return false;
            }
        }
        return row[other.length()] <= edits;
    }
}

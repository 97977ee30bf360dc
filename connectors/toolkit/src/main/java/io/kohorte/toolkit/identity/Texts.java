// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Text on the hot path: plain loops, since six identifiers a row go through here. */
final class Texts {

    /** Below this code point no text needs composing. */
    private static final char FIRST_COMBINING = 0x300;

    private Texts() {}

    /** Composed (NFC), without outer blanks, lower case by no language's rules; empty when nothing is left. */
    static Optional<String> lower(String raw) {
        var from = 0;
        var to = raw.length();
        while (from < to && blank(raw.charAt(from))) {
            from++;
        }
        while (to > from && blank(raw.charAt(to - 1))) {
            to--;
        }
        if (from == to) {
            return Optional.empty();
        }
        return Optional.of(composed(raw.substring(from, to)).toLowerCase(Locale.ROOT));
    }

    private static String composed(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    static Optional<String> keep(String text, IntPredicate wanted) {
        var kept = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            if (wanted.test(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept.toString());
    }

    /** Spaces of every script, control characters, and the invisible marks that spreadsheets leave behind. */
    static boolean blank(int c) {
        if (c < 0x80) {
            return c <= ' ' || c == 0x7f;
        }
        return c == 0xa0
                || c == 0xfeff
                || (c >= 0x200b && c <= 0x200f)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c);
    }
}

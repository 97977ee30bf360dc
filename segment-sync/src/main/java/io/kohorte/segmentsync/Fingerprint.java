// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.SubjectKeys;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sixty-four bits about a member. Forty-eight stand for all a destination would get to know: equal data has the equal
 * fingerprint, in every process and release; different data differs but once in 2<sup>48</sup>. The sixteen above them are
 * the mark of the name the member goes by there. It tells whether somebody was sent under another name than they have now,
 * and which of the names they ever had that was: of two names the marks differ but once in 2<sup>16</sup>.
 */
public final class Fingerprint {

    /** Never a fingerprint of data: marks a member of whom we do not know what the destination has. */
    public static final long UNKNOWN = 0;

    /** No mark of any name: it is not known, or does not matter to the destination. */
    public static final int NAMELESS = 0;

    private static final int DATA_BITS = 48;
    private static final long DATA = (1L << DATA_BITS) - 1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Fingerprint() {}

    /** Without a name. The profile id is left out: it is ours and goes nowhere unless mapped. */
    public static long of(SubjectKeys subject, Map<String, FieldValue> fields, Consent consent) {
        var print = new Fingerprint();
        new TreeMap<>(subject.identifiers()).forEach((namespace, value) -> print.pair('i', namespace, value));
        new TreeMap<>(fields).forEach((name, value) -> print.field(name, value));
        new TreeMap<>(consent.grants()).forEach((purpose, granted) -> print.pair('c', purpose, granted.toString()));
        var data = print.state & DATA;
        return data == UNKNOWN ? 1 : data;
    }

    /** The same data of somebody who goes by this name: the value of the key by which a destination finds people. */
    public static long named(long fingerprint, String namespace, String value) {
        return ((long) mark(namespace, value) << DATA_BITS) | (fingerprint & DATA);
    }

    /** From 1 to 65,535, for {@link #mark(long)} to be compared with. */
    public static int mark(String namespace, String value) {
        var print = new Fingerprint();
        print.pair('k', namespace, value);
        var mark = (int) (print.state >>> DATA_BITS);
        return mark == NAMELESS ? 1 : mark;
    }

    /** Of the name in a fingerprint; {@link #NAMELESS} if there is none. */
    public static int mark(long fingerprint) {
        return (int) (fingerprint >>> DATA_BITS);
    }

    /** Under this name, but with whatever data. */
    static long inDoubt(long fingerprint) {
        return fingerprint & ~DATA;
    }

    static boolean isUnknown(long fingerprint) {
        return (fingerprint & DATA) == UNKNOWN;
    }

    static boolean isSame(long one, long other) {
        return (one & DATA) == (other & DATA) && isSameName(mark(one), mark(other));
    }

    /** Where one of the names is not known, nothing speaks against it. */
    static boolean isSameName(int one, int other) {
        return one == other || one == NAMELESS || other == NAMELESS;
    }

    private void field(String name, FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            pair('t', name, text.value());
        } else if (value instanceof FieldValue.Numeric number) {
            pair('n', name, number.value().stripTrailingZeros().toString());
        } else if (value instanceof FieldValue.Flag flag) {
            pair('f', name, Boolean.toString(flag.value()));
        } else if (value instanceof FieldValue.Moment moment) {
            pair('m', name, moment.value().toString());
        } else if (value instanceof FieldValue.IfEmpty once) {
            pair('o', name, "");
            field(name, once.value());
        } else {
            pair('e', name, "");
        }
    }

    /** Lengths go in too, so that "ab" + "c" is not "a" + "bc". */
    private void pair(char kind, String name, String value) {
        lane(((long) kind << 56) ^ ((long) name.length() << 32) ^ value.length());
        text(name);
        text(value);
    }

    private void text(String text) {
        long lane = 0;
        for (int i = 0; i < text.length(); i++) {
            lane = (lane << 16) | text.charAt(i);
            if ((i & 3) == 3) {
                lane(lane);
                lane = 0;
            }
        }
        lane(lane);
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood 2014) over a running sum. */
    private void lane(long lane) {
        var mixed = (state ^ lane) + GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        state = mixed ^ (mixed >>> 31);
    }
}

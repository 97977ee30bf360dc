// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.SubjectKeys;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sixty-four bits that stand for all a destination would get to know about a member. Equal data has the equal
 * fingerprint, in every process and release; different data differs but once in 2<sup>64</sup>.
 */
public final class Fingerprint {

    /** Never a fingerprint of data: marks a member of whom we do not know what the destination has. */
    public static final long UNKNOWN = 0;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Fingerprint() {}

    /** The profile id is left out: it is ours and goes nowhere unless mapped. */
    public static long of(SubjectKeys subject, Map<String, FieldValue> fields, Consent consent) {
        var print = new Fingerprint();
        new TreeMap<>(subject.identifiers()).forEach((namespace, value) -> print.pair('i', namespace, value));
        new TreeMap<>(fields).forEach((name, value) -> print.field(name, value));
        new TreeMap<>(consent.grants()).forEach((purpose, granted) -> print.pair('c', purpose, granted.toString()));
        return print.state == UNKNOWN ? 1 : print.state;
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

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which whatever may tell of a person stands between marks, so that one stored text serves those who may see it
 * and those who may not. The marks are characters for private use (Unicode 23.5), taken out of what others wrote.
 */
final class MarkedText {

    static final String MASK = "***";

    /** Longest example, in bytes of UTF-8. */
    static final int LONGEST = 8 << 10;

    private static final char BEGIN = '\uE000';
    private static final char BEGIN_BARE = '\uE001';
    private static final char END = '\uE002';
    private static final Pattern MARKS = Pattern.compile("[\uE000-\uE002]");
    private static final Pattern MARKED = Pattern.compile("\uE000[^\uE002]*\uE002?");
    private static final Pattern BARE = Pattern.compile("\"\uE001([^\uE002]*)\uE002\"?");
    private static final String CUT = "…";

    private MarkedText() {}

    static String unmarked(String foreign) {
        return MARKS.matcher(foreign).replaceAll("");
    }

    static String mark(String personal) {
        return personal.isEmpty() ? "" : BEGIN + personal + END;
    }

    /** A number or a flag, to be written as a text of JSON: shown whole, it stands there without its quotes again. */
    static String markBare(String personal) {
        return BEGIN_BARE + personal + END;
    }

    static String read(String marked, Sight sight) {
        return switch (sight) {
            case WHOLE -> unmarked(BARE.matcher(marked).replaceAll("$1"));
            case MASKED -> {
                var quoted = BARE.matcher(marked).replaceAll(Matcher.quoteReplacement('"' + MASK + '"'));
                yield unmarked(MARKED.matcher(quoted).replaceAll(Matcher.quoteReplacement(MASK)));
            }
        };
    }

    /** Cut off where it is longer than {@value #LONGEST} bytes; whatever was marked there stays so. */
    static String bounded(String marked) {
        var bytes = ByteBuffer.allocate(LONGEST - CUT.getBytes(StandardCharsets.UTF_8).length);
        var rest = CharBuffer.wrap(marked);
        var all = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(rest, bytes, true)
                .isUnderflow();
        return all ? marked : marked.substring(0, rest.position()) + CUT;
    }
}

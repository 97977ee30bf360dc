// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a vendor says about a row, made fit for a {@link io.kohorte.spi.Problem}: one line, short, and without the
 * personal data that vendors like to quote.
 */
public final class VendorText {

    /** Longest text kept; a vendor's stack trace helps nobody in a table of rejected rows. */
    public static final int LONGEST = 300;

    /** Shorter values, such as {@code DE} or {@code 1}, would blank out half of every sentence. */
    private static final int SHORTEST_MASKED = 4;

    private static final Pattern EMAIL = Pattern.compile("[^\\s\"'<>(),;:@]{1,64}@[^\\s\"'<>(),;:@]{1,255}");

    private VendorText() {}

    /** One line without control characters, outer blanks and anything that looks like an e-mail address. */
    public static String clean(String raw) {
        return clean(raw, List.of());
    }

    /** As {@link #clean(String)}, and without the identifiers and texts of the row it speaks of. */
    public static String clean(String raw, MemberChange about) {
        var texts = about.fields().values().stream()
                .flatMap(value -> value instanceof FieldValue.Text text ? Stream.of(text.value()) : Stream.empty());
        return clean(
                raw,
                Stream.concat(about.subject().identifiers().values().stream(), texts)
                        .toList());
    }

    private static String clean(String raw, Collection<String> personal) {
        var text = oneLine(raw.length() > 10 * LONGEST ? raw.substring(0, 10 * LONGEST) : raw);
        for (var value : personal) {
            if (value.length() >= SHORTEST_MASKED) {
                text = Pattern.compile(Pattern.quote(oneLine(value)), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                        .matcher(text)
                        .replaceAll(Matcher.quoteReplacement(Secret.MASK));
            }
        }
        text = EMAIL.matcher(text).replaceAll(Matcher.quoteReplacement(Secret.MASK));
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    private static String oneLine(String raw) {
        var line = new StringBuilder(raw.length());
        raw.codePoints().forEach(point -> {
            var invisible =
                    switch (Character.getType(point)) {
                        case Character.CONTROL,
                                Character.FORMAT,
                                Character.SURROGATE,
                                Character.LINE_SEPARATOR,
                                Character.PARAGRAPH_SEPARATOR -> true;
                        default -> false;
                    };
            var blank = invisible || Character.isWhitespace(point);
            if (!blank) {
                line.appendCodePoint(point);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        return line.toString().strip();
    }
}

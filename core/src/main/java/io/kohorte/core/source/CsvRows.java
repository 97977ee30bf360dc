// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads delimited rows as RFC 4180 has them. A row it cannot make sense of costs that row alone: after a quote that is never closed it
 * goes on with the next line, where others take the rest of the file for one value.
 */
final class CsvRows {

    /** A quoted value longer than this was never meant to be one. */
    private static final int LONGEST_QUOTED = 128 * 1024;

    private final ByteWindow window;
    private final char delimiter;
    private final int quote;
    private long line = 1;

    /** @param quote empty for none */
    CsvRows(ByteWindow window, char delimiter, String quote) {
        this.window = window;
        this.delimiter = delimiter;
        this.quote = quote.isEmpty() ? Integer.MAX_VALUE : quote.charAt(0);
    }

    /** The next row that is not blank, or empty at the end. */
    Optional<Entry> next() throws IOException {
        while (isLineEnd(0)) {
            window.consume(lineEnd(0));
            line++;
        }
        if (window.at(0) == ByteWindow.END) {
            return Optional.empty();
        }
        return Optional.of(row());
    }

    private Entry row() throws IOException {
        List<@Nullable String> values = new ArrayList<>();
        boolean decodable = true;
        int at = 0;
        int lineBreaks = 0;
        while (true) {
            int from = at;
            Optional<String> value;
            if (window.at(at) == quote) {
                int close = closingQuote(at);
                if (close < 0 || !endsValue(close + 1)) {
                    return skip(InvalidReason.QUOTE_BROKEN);
                }
                at = close + 1;
                value = window.text(from + 1, close).map(this::unescape);
                lineBreaks += lineBreaks(from, close);
            } else {
                while (!endsValue(at)) {
                    at++;
                    if (at >= ByteWindow.LONGEST_ROW) {
                        return skip(InvalidReason.LINE_TOO_LONG);
                    }
                }
                value = window.text(from, at);
            }
            decodable &= value.isPresent();
            values.add(value.filter(text -> !text.isEmpty()).orElse(null));
            if (at >= ByteWindow.LONGEST_ROW) {
                return skip(InvalidReason.LINE_TOO_LONG);
            }
            if (window.at(at) != delimiter) {
                return end(at, lineBreaks, values, decodable);
            }
            at++;
        }
    }

    private Entry end(int at, int lineBreaks, List<@Nullable String> values, boolean decodable) throws IOException {
        long first = line;
        line += lineBreaks + 1L;
        window.consume(at + lineEnd(at));
        return decodable ? new Entry.Row(first, values) : new Entry.Unreadable(first, InvalidReason.ENCODING_INVALID);
    }

    private Entry skip(InvalidReason reason) throws IOException {
        Lines.skipLine(window);
        line++;
        return new Entry.Unreadable(line - 1, reason);
    }

    /** Where the value that opens here closes, or -1. */
    private int closingQuote(int open) throws IOException {
        int at = open + 1;
        while (at - open < LONGEST_QUOTED) {
            int b = window.at(at);
            if (b == ByteWindow.END) {
                return -1;
            }
            if (b == quote) {
                if (window.at(at + 1) != quote) {
                    return at;
                }
                at++;
            }
            at++;
        }
        return -1;
    }

    private boolean endsValue(int at) throws IOException {
        int b = window.at(at);
        return b == delimiter || b == ByteWindow.END || isLineEnd(at);
    }

    private boolean isLineEnd(int at) throws IOException {
        int b = window.at(at);
        return b == '\n' || (b == '\r' && window.at(at + 1) == '\n');
    }

    private int lineEnd(int at) throws IOException {
        int b = window.at(at);
        return b == ByteWindow.END ? 0 : b == '\r' ? 2 : 1;
    }

    private int lineBreaks(int from, int to) throws IOException {
        int breaks = 0;
        for (int i = from; i < to; i++) {
            if (window.at(i) == '\n') {
                breaks++;
            }
        }
        return breaks;
    }

    private String unescape(String text) {
        String one = Character.toString(quote);
        return text.indexOf(quote) < 0 ? text : text.replace(one + one, one);
    }
}

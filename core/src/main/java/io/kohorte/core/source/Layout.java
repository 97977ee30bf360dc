// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a text file is laid out, found out from its beginning where the source does not say.
 *
 * @param quote empty for none
 * @param header whether the first row names the columns
 */
record Layout(char delimiter, String quote, boolean header) {

    private static final int SAMPLED_BYTES = 256 * 1024;
    private static final int SAMPLED_ROWS = 200;
    private static final String CANDIDATES = ",;\t|";
    private static final Pattern NOT_A_NAME = Pattern.compile("[+-]?[0-9][0-9.,:/+\\-TZ ]*|(?i)true|false");

    /** Looks ahead only; nothing is consumed. */
    static Layout find(ByteWindow window, ReadOptions options) {
        String quote = Optional.ofNullable(options.quote()).orElse("\"");
        byte[] sample = sample(window);
        char delimiter = Optional.ofNullable(options.delimiter())
                .map(text -> text.charAt(0))
                .orElseGet(() -> delimiter(sample, quote));
        List<List<@Nullable String>> rows = rows(sample, delimiter, quote);
        boolean header = Optional.ofNullable(options.header())
                .orElseGet(() -> options.columns() == null && !rows.isEmpty() && namesColumns(rows.get(0)));
        return new Layout(delimiter, quote, header);
    }

    /** Whether the first line of a file of columns set apart by blanks names them. */
    static boolean hasHeader(ByteWindow window) {
        List<List<@Nullable String>> rows = blankRows(sample(window));
        return !rows.isEmpty() && namesColumns(rows.get(0));
    }

    /** Whether the columns are set apart by blanks: no delimiter anywhere, and the same number of words in every line. */
    static boolean isWhitespace(byte[] sample) {
        for (byte b : sample) {
            if (CANDIDATES.indexOf(b) >= 0) {
                return false;
            }
        }
        List<List<@Nullable String>> rows = blankRows(sample);
        int width = rows.isEmpty() ? 0 : rows.get(0).size();
        return width > 1 && rows.size() > 1 && rows.stream().allMatch(row -> row.size() == width);
    }

    static byte[] sample(ByteWindow window) {
        byte[] sample = new byte[SAMPLED_BYTES];
        try {
            int length = 0;
            int lastLine = 0;
            while (length < SAMPLED_BYTES) {
                int b = window.at(length);
                if (b == ByteWindow.END) {
                    lastLine = length;
                    break;
                }
                sample[length++] = (byte) b;
                lastLine = b == '\n' ? length : lastLine;
            }
            return java.util.Arrays.copyOf(sample, lastLine == 0 ? length : lastLine);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The delimiter with which the most rows have the same number of columns, at least two. */
    private static char delimiter(byte[] sample, String quote) {
        char best = ',';
        double bestScore = 0;
        for (int i = 0; i < CANDIDATES.length(); i++) {
            char candidate = CANDIDATES.charAt(i);
            List<List<@Nullable String>> rows = rows(sample, candidate, quote);
            Map<Integer, Integer> widths = new HashMap<>();
            rows.forEach(row -> widths.merge(row.size(), 1, Integer::sum));
            for (Map.Entry<Integer, Integer> width : widths.entrySet()) {
                double share = (double) width.getValue() / rows.size();
                double score = width.getKey() < 2 ? 0 : share * share * (1 + Math.log(width.getKey()));
                if (score > bestScore) {
                    bestScore = score;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static List<List<@Nullable String>> rows(byte[] sample, char delimiter, String quote) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try {
            CsvRows reader = new CsvRows(new ByteWindow(new java.io.ByteArrayInputStream(sample)), delimiter, quote);
            for (Optional<Entry> entry = reader.next();
                    entry.isPresent() && rows.size() < SAMPLED_ROWS;
                    entry = reader.next()) {
                if (entry.get() instanceof Entry.Row row) {
                    rows.add(row.values());
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return rows;
    }

    private static List<List<@Nullable String>> blankRows(byte[] sample) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (InputStream in = new java.io.ByteArrayInputStream(sample)) {
            Lines lines = new Lines(new ByteWindow(in));
            for (Optional<Lines.Line> line = lines.next();
                    line.isPresent() && rows.size() < SAMPLED_ROWS;
                    line = lines.next()) {
                if (FileReading.blanksApart(line.get()) instanceof Entry.Row row) {
                    rows.add(row.values());
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return rows;
    }

    /** Names are there, all different, and none looks like a number, a date or a flag. */
    private static boolean namesColumns(List<@Nullable String> first) {
        return new HashSet<>(first).size() == first.size()
                && first.stream()
                        .allMatch(name -> name != null
                                && !name.isBlank()
                                && !NOT_A_NAME.matcher(name.strip()).matches()
                                && name.indexOf('@') < 0);
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of columns as people wrote them, made fit to be shown and told apart. They never become part of an SQL text. */
final class Columns {

    /** More columns than this are a mistake in reading, not a file. */
    static final int MOST = 1000;

    private static final int LONGEST = 200;

    private Columns() {}

    /** Gives nameless columns a name and twins a number. */
    static List<String> named(List<String> header) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String raw : header) {
            String shown = shown(raw.strip());
            String wanted = shown.isEmpty() ? "column" + (names.size() + 1) : shown;
            String name = wanted;
            for (int twin = 2; !taken.add(name); twin++) {
                name = wanted + "_" + twin;
            }
            names.add(name);
        }
        return names;
    }

    /** Names for a file without a header. */
    static List<String> numbered(int count) {
        return named(java.util.Collections.nCopies(count, ""));
    }

    /** A name without control characters and half pairs, and not endless. */
    static String shown(String raw) {
        StringBuilder shown = new StringBuilder();
        raw.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}

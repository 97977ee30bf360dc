// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import io.kohorte.core.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list: by the key of the last row seen, so that rows which come or go in between never shift it.
 *
 * @param limit rows on the page
 * @param after key of the last row of the page before
 */
public record PageRequest(int limit, Optional<String> after) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 500;

    /**
     * @param limit query parameter {@code limit}
     * @param cursor query parameter {@code cursor}
     */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        var rows = limit == null ? DEFAULT_LIMIT : limit;
        if (rows < 1 || rows > LARGEST_LIMIT) {
            throw ProblemException.of(
                    400,
                    "INVALID_LIMIT",
                    "A page has 1 to " + LARGEST_LIMIT + " rows.",
                    "Ask for fewer rows and follow the cursor in 'next'.");
        }
        return new PageRequest(
                rows,
                Optional.ofNullable(cursor).filter(text -> !text.isEmpty()).map(PageRequest::key));
    }

    /** The key as a number. */
    public Optional<Long> afterNumber() {
        return after.map(PageRequest::number);
    }

    /** Rows to read: one more than shown. */
    public int fetch() {
        return limit + 1;
    }

    static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalidCursor();
        }
    }

    private static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw invalidCursor();
        }
    }

    private static ProblemException invalidCursor() {
        return ProblemException.of(
                400, "INVALID_CURSOR", "The cursor is not one of ours.", "Start again without a cursor.");
    }
}

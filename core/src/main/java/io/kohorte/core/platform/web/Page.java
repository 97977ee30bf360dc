// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next cursor of the page after this one; {@code null} at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page from rows in order of their key.
     *
     * @param fetched up to {@link PageRequest#fetch()} rows: one more than asked for tells that more is there
     * @param key by which the next page is found again, see {@link PageRequest#after()}
     */
    public static <T> Page<T> of(List<T> fetched, PageRequest request, Function<T, String> key) {
        if (fetched.size() <= request.limit()) {
            return new Page<>(fetched, null);
        }
        var items = fetched.subList(0, request.limit());
        return new Page<>(items, PageRequest.cursor(key.apply(items.get(items.size() - 1))));
    }

    public <R> Page<R> map(Function<? super T, R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), next);
    }
}

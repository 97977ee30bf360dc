// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A request as it would go over the wire.
 *
 * @param method HTTP method, or the verb of another protocol
 * @param url absolute, secrets masked
 * @param headers lower-case names to values, secrets masked with {@code ***}
 * @param body exact text, empty when there is none
 * @param rows positions in the batch whose changes this request carries, from 0
 */
public record WireRequest(String method, String url, Map<String, String> headers, String body, List<Integer> rows) {

    public WireRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        Objects.requireNonNull(body, "body");
        rows = List.copyOf(rows);
    }

    /** Without the body, which holds personal data. */
    @Override
    public String toString() {
        return method + " " + url + " (" + rows.size() + " rows)";
    }
}

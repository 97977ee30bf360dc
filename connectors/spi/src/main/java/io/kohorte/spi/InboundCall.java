// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A call that came in from a destination, untouched.
 *
 * @param method HTTP method
 * @param url as the caller addressed it: some signatures cover it
 * @param headers lower-case names
 * @param body raw bytes: signatures are over these, never over a re-written form
 * @param receivedAt by our clock
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record InboundCall(
        String method, String url, Map<String, List<String>> headers, byte[] body, Instant receivedAt) {

    public InboundCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), entry -> List.copyOf(entry.getValue())));
        body = body.clone();
        Objects.requireNonNull(receivedAt, "receivedAt");
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** First value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    @Override
    public String toString() {
        return method + " call of " + body.length + " bytes";
    }
}

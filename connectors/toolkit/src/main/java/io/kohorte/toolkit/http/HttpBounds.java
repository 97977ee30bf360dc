// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import io.kohorte.spi.Settings;
import java.time.Duration;

/**
 * How long to wait and how much to read.
 *
 * @param connect longest wait for a connection, name resolution and TLS aside
 * @param call longest duration of a call, from name resolution to the last byte of the answer
 * @param answerBytes largest answer read, after decompression; a longer one is a {@code BAD_RESPONSE}
 */
public record HttpBounds(Duration connect, Duration call, int answerBytes) {

    /** 10 s to connect, 30 s for a call, 8 MiB for an answer. */
    public static final HttpBounds STANDARD = new HttpBounds(Duration.ofSeconds(10), Duration.ofSeconds(30), 8 << 20);

    public HttpBounds {
        if (connect.isZero() || connect.isNegative() || call.isZero() || call.isNegative() || answerBytes < 1) {
            throw new IllegalArgumentException("bounds must be positive");
        }
    }

    /**
     * {@link #STANDARD}, with the longest call as the setting {@code timeoutSeconds} has it.
     *
     * @param otherwise seconds, where nobody set it
     */
    public static HttpBounds of(Settings settings, int otherwise) {
        return STANDARD.withCall(Duration.ofSeconds(settings.number("timeoutSeconds", otherwise)));
    }

    /** Waits for a connection no longer than for the whole call. */
    public HttpBounds withCall(Duration longest) {
        return new HttpBounds(connect.compareTo(longest) < 0 ? connect : longest, longest, answerBytes);
    }

    /** @param largest bytes of an answer */
    public HttpBounds withAnswer(int largest) {
        return new HttpBounds(connect, call, largest);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * How much an account takes. The engine cuts batches and paces calls by it.
 *
 * @param rowsPerBatch largest number of changes in one {@link AudienceWriter#write} call, at least 1
 * @param bytesPerRequest largest request body; the connector cuts a batch into several requests where rows are long
 * @param requests calls allowed in {@code window}, at least 1
 * @param window length of the rate window
 * @param concurrency calls allowed at the same time, at least 1
 */
public record Limits(int rowsPerBatch, int bytesPerRequest, int requests, Duration window, int concurrency) {

    public Limits {
        if (rowsPerBatch < 1 || bytesPerRequest < 1 || requests < 1 || concurrency < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
        Objects.requireNonNull(window, "window");
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("window must be positive: " + window);
        }
    }

    public Limits withRowsPerBatch(int rows) {
        return new Limits(rows, bytesPerRequest, requests, window, concurrency);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

/** One configured account, open and ready. Thread-safe: several audiences of one account are written at the same time. */
public interface Destination extends AutoCloseable {

    /** The limits of this account, at most as wide as the descriptor's. */
    Limits limits();

    AudienceWriter audiences();

    /** Where answers come from; one that refuses everything unless overridden. */
    default FeedbackReader feedback() {
        return new FeedbackReader() {};
    }

    /** Frees connections. Never throws; calling it twice is calling it once. */
    @Override
    void close();
}

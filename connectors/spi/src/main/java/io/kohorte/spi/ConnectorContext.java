// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Clock;
import java.util.function.Supplier;

/** What the surroundings lend a connector. */
public interface ConnectorContext {

    /** The only source of time for a connector. */
    Clock clock();

    /**
     * Whether a destination may live on a loopback, link-local or private address. {@code false} unless the operator
     * allowed it; the toolkit's HTTP client then refuses such addresses after name resolution, on every connection.
     */
    boolean privateAddressesAllowed();

    /** Value of the {@code User-Agent} header, for example {@code Kohorte/0.1.0}. */
    String userAgent();

    /**
     * Takes every answer as it came, on the thread that called the connector, so that a rejected row can be shown with what
     * was said about it. The toolkit's HTTP client does this; a connector with a protocol of its own does it itself.
     */
    default void heard(WireAnswer answer) {}

    /**
     * What the open destinations of one account have in common in this process, such as an access token. Kept in memory as
     * long as one of them holds it.
     *
     * @param key with everything that the thing depends on; equal keys share
     * @param first makes it when there is none
     */
    default <T> T shared(Object key, Class<T> type, Supplier<T> first) {
        return first.get();
    }
}

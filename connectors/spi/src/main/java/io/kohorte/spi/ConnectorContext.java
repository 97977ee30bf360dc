// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Clock;

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
}

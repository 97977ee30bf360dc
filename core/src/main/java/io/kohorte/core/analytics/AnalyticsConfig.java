// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Settings of the analytics replica. */
@ConfigMapping(prefix = "kohorte")
public interface AnalyticsConfig {

    /** The moment that relative dates count from: {@code now}, {@code latest-event} or an ISO date or instant. */
    @WithDefault("now")
    String asOf();

    /** Memory that the replica may use outside the Java heap, in DuckDB's notation; beyond it, it spills to disk. */
    @WithName("analytics.memory")
    @WithDefault("1GB")
    String memory();
}

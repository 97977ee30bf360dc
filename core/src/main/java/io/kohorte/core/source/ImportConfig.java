// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much an import may take. */
@ConfigMapping(prefix = "kohorte.import")
public interface ImportConfig {

    /** Memory of the reader, as DuckDB writes it; more goes to disk. */
    @WithDefault("400MB")
    String memory();

    /** Bytes of a file, packed and unpacked. */
    @WithDefault("21474836480")
    long largestFile();

    /** Rows written in one transaction: short ones, since a long one holds up everybody who follows the tables. */
    @WithDefault("10000")
    int chunk();

    /** How long the last file of a source is kept, so that it can be read again under a corrected mapping; 0 keeps none. */
    @WithDefault("P7D")
    Duration keepFile();
}

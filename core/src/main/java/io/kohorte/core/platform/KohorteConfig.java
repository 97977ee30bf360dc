// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Settings of the whole process; environment variables are the upper-case form, {@code KOHORTE_DATA_DIR}. */
@ConfigMapping(prefix = "kohorte")
public interface KohorteConfig {

    /** Everything kept on disk: PostgreSQL, the analytics replica, uploads, keys. */
    @WithDefault("./data")
    Path dataDir();

    /** Password of the user {@code admin} at the first start; without it one is generated and printed once. */
    Optional<String> adminPassword();

    /**
     * Keys that encrypt destinations' secrets: 32 bytes in base64, the newest first. Without it a key file is kept in the
     * data folder; several nodes on one database need the same keys.
     */
    Optional<String> secretsKey();

    /** What this process does. */
    @WithDefault("api,engine,sync")
    Set<Role> roles();

    /** Connector jars of others; by default the folder {@code plugins} in the data folder. */
    Optional<Path> pluginsDir();

    /** Whether a destination may live on a loopback or private address. */
    @WithDefault("false")
    boolean allowPrivateDestinations();

    default Path plugins() {
        return pluginsDir().orElseGet(() -> dataDir().resolve("plugins"));
    }

    default boolean plays(Role role) {
        return roles().contains(role);
    }

    /** One artifact, three kinds of work. */
    enum Role {
        /** Answers over HTTP. */
        API,
        /** Imports, segments, models. */
        ENGINE,
        /** Delivers to destinations. */
        SYNC
    }
}

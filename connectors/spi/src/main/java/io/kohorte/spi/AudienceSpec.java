// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Objects;

/**
 * The audience we want to exist at a destination.
 *
 * @param key ours, stable for the life of a sync; neutral ({@code seg-42}), since names can disclose what a person has
 * @param name for people, may change
 * @param mode what kinds of change will come
 * @param deleteBehaviour what leaving means
 * @param matchKey identifier namespace by which the destination finds a person, for example {@code email}
 * @param options valid against {@link ConnectorDescriptor#audienceSchema()}
 */
public record AudienceSpec(
        String key, String name, SyncMode mode, DeleteBehaviour deleteBehaviour, String matchKey, Settings options) {

    public AudienceSpec {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(deleteBehaviour, "deleteBehaviour");
        Objects.requireNonNull(matchKey, "matchKey");
        Objects.requireNonNull(options, "options");
    }
}

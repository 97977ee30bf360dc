// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.Optional;

/** How identifiers are written. */
enum Hashing {
    NONE("", Optional.empty()),
    SHA256("_sha256", Optional.of(Hash.SHA256_HEX)),
    MD5("_md5", Optional.of(Hash.MD5_HEX));

    /** Of the column's name. */
    final String suffix;

    @SuppressWarnings("ImmutableEnumChecker") // an Optional of an enum
    private final Optional<Hash> hash;

    Hashing(String suffix, Optional<Hash> hash) {
        this.suffix = suffix;
        this.hash = hash;
    }

    static Hashing named(String name) {
        return switch (name) {
            case "sha256" -> SHA256;
            case "md5" -> MD5;
            default -> NONE;
        };
    }

    /** Brings an identifier into its usual form first; what is a hash already stays one. */
    Normaliser of(String namespace, String defaultRegion) {
        var rule =
                switch (namespace) {
                    case "email" -> Normaliser.email();
                    case "phone" -> Normaliser.phone(defaultRegion);
                    default -> Normaliser.asIs();
                };
        return hash.map(rule::hashed).orElse(Normaliser.asIs());
    }
}

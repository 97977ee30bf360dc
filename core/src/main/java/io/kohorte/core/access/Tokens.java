// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

@ApplicationScoped
class Tokens implements PanacheRepository<ApiToken> {

    Optional<ApiToken> valid(byte[] hash, Instant now) {
        return find("hash = ?1 and (expiresAt is null or expiresAt > ?2)", hash, now)
                .firstResultOptional();
    }

    long removeExpired(Instant now) {
        return delete("expiresAt < ?1", now);
    }
}

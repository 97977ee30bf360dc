// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

@ApplicationScoped
class Users implements PanacheRepository<AppUser> {

    Optional<AppUser> named(String name) {
        return find("name", name).firstResultOptional();
    }

    long admins() {
        return count("role", Role.ADMIN);
    }
}

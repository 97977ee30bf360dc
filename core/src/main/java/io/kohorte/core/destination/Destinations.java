// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class Destinations implements PanacheRepository<ConfiguredDestination> {

    ConfiguredDestination require(long id) {
        return findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("destination", id));
    }
}

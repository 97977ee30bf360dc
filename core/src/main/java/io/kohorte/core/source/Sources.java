// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** The sources. */
@ApplicationScoped
class Sources implements PanacheRepository<Source> {

    Source require(long id) {
        return findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("source", id));
    }

    boolean isTaken(String name, long except) {
        return count("name = ?1 and id <> ?2", name, except) > 0;
    }
}

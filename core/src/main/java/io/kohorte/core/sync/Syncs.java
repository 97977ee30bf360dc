// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class Syncs implements PanacheRepository<Sync> {

    Sync require(long id) {
        return findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("sync", id));
    }

    List<Sync> of(long destination) {
        return list("destination = ?1 order by id", destination);
    }

    /** Those that follow a segment in real time. */
    List<Sync> following(long segment) {
        return list("trigger = ?1", Sync.BY_SEGMENT).stream()
                .filter(sync -> List.of(sync.segments).contains(segment))
                .toList();
    }
}

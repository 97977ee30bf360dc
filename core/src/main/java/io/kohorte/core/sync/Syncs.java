// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@ApplicationScoped
class Syncs implements PanacheRepository<Sync> {

    Sync require(long id) {
        return findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("sync", id));
    }

    List<Sync> of(long destination) {
        return list("destination = ?1 order by id", destination);
    }

    /** Which of these numbers a query with the parameter {@code ids} finds. */
    Set<Long> numbers(String sql, List<Long> ids) {
        var known = new HashSet<Long>();
        for (Object id : getEntityManager()
                .createNativeQuery(sql)
                .setParameter("ids", ids)
                .getResultList()) {
            known.add(((Number) id).longValue());
        }
        return known;
    }

    /** Those that run after this one. */
    List<Sync> after(long sync) {
        return list("trigger", Sync.BY_SYNC).stream()
                .filter(child -> child.parents().contains(sync))
                .toList();
    }

    /** Those that follow their segments in real time. */
    List<Sync> following() {
        return list("trigger = ?1 order by id", Sync.BY_SEGMENT);
    }

    /** The others of its group. */
    List<Sync> siblings(long sync) {
        return findByIdOptional(sync)
                .filter(one -> one.groupName != null)
                .map(one -> list(
                        "destination = ?1 and groupName = ?2 and id <> ?3", one.destination, one.groupName, one.id))
                .orElse(List.of());
    }
}

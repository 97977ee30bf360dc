// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The segments people have defined. */
@ApplicationScoped
public class Segments implements PanacheRepository<Segment> {

    /** @throws ProblemException when there is no such segment */
    public Segment require(SegmentId id) {
        return findByIdOptional(id.value()).orElseThrow(() -> ProblemException.notFound("segment", id.value()));
    }

    public Optional<Segment> find(SegmentId id) {
        return findByIdOptional(id.value());
    }

    List<Segment> page(long after, int rows) {
        return find("id > ?1", Sort.by("id"), after).page(0, rows).list();
    }

    boolean nameTaken(String name, long exceptId) {
        return count("lower(name) = lower(?1) and id <> ?2", name, exceptId) > 0;
    }
}

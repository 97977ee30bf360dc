// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Sources that used to deliver and do not any more. */
@ApplicationScoped
public class FailedSources {

    private static final String FAILED =
            """
            select s.* from source s
             where (select r.state from run r where r.kind = 'import' and r.subject = s.id and r.finished_at is not null
                     order by r.id desc limit 1) = 'failed'
               and exists (select 1 from run r where r.kind = 'import' and r.subject = s.id and r.state like 'completed%')
             order by s.id""";

    private final EntityManager entities;

    FailedSources(EntityManager entities) {
        this.entities = entities;
    }

    /** Those whose latest import failed after an earlier one had not. In the caller's transaction. */
    public List<FailedSource> now() {
        List<?> failed = entities.createNativeQuery(FAILED, Source.class).getResultList();
        return failed.stream().map(source -> FailedSource.of((Source) source)).toList();
    }
}

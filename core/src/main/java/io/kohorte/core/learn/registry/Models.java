// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** All models. */
@ApplicationScoped
public class Models implements PanacheRepository<Model> {

    public Optional<Model> find(ModelId id) {
        return findByIdOptional(id.value());
    }

    /** In the order they were made, beginning after {@code after}. */
    public List<Model> page(long after, int most) {
        return find("id > ?1", Sort.by("id"), after).page(0, most).list();
    }

    /** Those that train by themselves. */
    List<Model> scheduled() {
        return list("cron is not null", Sort.by("id"));
    }
}

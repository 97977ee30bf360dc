// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ScoresChanged;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the rest of the application would hear of scores. */
@Singleton
class HeardScores {

    private final List<ScoresChanged> changes = new CopyOnWriteArrayList<>();

    void hear(@Observes ScoresChanged changed) {
        changes.add(changed);
    }

    List<ScoresChanged> changes() {
        return changes;
    }
}

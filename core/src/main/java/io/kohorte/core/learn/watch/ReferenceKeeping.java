// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.learn.registry.LearningConfig;
import io.kohorte.core.learn.registry.VersionLearned;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;

/** Keeps of each new version the customers it scored, in the transaction that stores it. */
@ApplicationScoped
class ReferenceKeeping {
    private final LookTable looks;
    private final LearningConfig config;

    ReferenceKeeping(LookTable looks, LearningConfig config) {
        this.looks = looks;
        this.config = config;
    }

    void learned(@Observes VersionLearned version) throws SQLException {
        Reference reference =
                Reference.of(version.customers(), version.scores(), version.numbersAreNames(), config.seed());
        looks.keep(version.connection(), version.model(), version.version(), reference);
    }
}

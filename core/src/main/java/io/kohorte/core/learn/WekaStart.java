// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.platform.KohorteConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sets Weka up before anybody can touch it. */
@ApplicationScoped
class WekaStart {

    void prepare(@Observes @Priority(1) StartupEvent started, KohorteConfig config) {
        WekaEnvironment.prepare(config.dataDir().resolve("weka"));
    }
}

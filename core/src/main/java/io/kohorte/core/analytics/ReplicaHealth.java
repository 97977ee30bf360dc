// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.platform.KohorteConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the replica follows, on a node that plays the engine; others ask it now and then only. */
@Readiness
@Singleton
class ReplicaHealth implements HealthCheck {

    /** Long enough for a rebuild of ten million events. */
    private static final Duration LOST = Duration.ofMinutes(10);

    private final Replica replica;
    private final KohorteConfig kohorte;

    @Inject
    ReplicaHealth(Replica replica, KohorteConfig kohorte) {
        this.replica = replica;
        this.kohorte = kohorte;
    }

    @Override
    public HealthCheckResponse call() {
        var lag = replica.lag();
        boolean lost = kohorte.plays(KohorteConfig.Role.ENGINE)
                && lag.filter(behind -> behind.compareTo(LOST) > 0).isPresent();
        var answer = HealthCheckResponse.named("analytics replica").status(!lost);
        lag.ifPresent(behind -> answer.withData("lagMillis", behind.toMillis()));
        return answer.build();
    }
}

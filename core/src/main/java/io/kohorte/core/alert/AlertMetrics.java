// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many alerts fire, the same on every process, and what this one told. */
@Singleton
class AlertMetrics {

    private static final String NOTICES = "kohorte.alert.notices";

    private final MeterRegistry meters;
    private final Map<AlertKind, Integer> firing = new ConcurrentHashMap<>();

    AlertMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (var kind : AlertKind.values()) {
            Gauge.builder("kohorte.alerts.firing", () -> firing.getOrDefault(kind, 0))
                    .tag("kind", kind.wire())
                    .tag("severity", kind.severity().wire())
                    .register(meters);
        }
    }

    void firing(Map<AlertKind, Integer> counts) {
        firing.putAll(counts);
    }

    void sent(RouteKind route) {
        meters.counter(NOTICES, "route", route.wire(), "outcome", "sent").increment();
    }

    void failed(RouteKind route) {
        meters.counter(NOTICES, "route", route.wire(), "outcome", "failed").increment();
    }

    void givenUp(int notices) {
        meters.counter(NOTICES, "route", "any", "outcome", "given-up").increment(notices);
    }
}

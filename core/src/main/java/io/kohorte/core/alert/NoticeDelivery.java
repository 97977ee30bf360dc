// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.segmentsync.Backoff;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tells routes what they are owed: in order, at least once, and again after longer and longer rests until it is given up. A
 * route that fails rests alone.
 */
@Singleton
class NoticeDelivery {

    private static final Logger LOG = Logger.getLogger(NoticeDelivery.class);
    private static final Backoff REST = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(30));

    private final OwedNotices owed;
    private final AlertRoutes routes;
    private final Map<RouteKind, Carrier> carriers;
    private final AlertMetrics metrics;
    private final AlertConfig config;
    private final Clock clock;

    NoticeDelivery(
            OwedNotices owed,
            AlertRoutes routes,
            @All List<Carrier> carriers,
            AlertMetrics metrics,
            AlertConfig config,
            Clock clock) {
        this.owed = owed;
        this.routes = routes;
        this.carriers = carriers.stream().collect(Collectors.toMap(Carrier::kind, Function.identity()));
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    /** Delivers until nothing is owed, or every route that is owed something rests or belongs to another process. */
    void deliver() throws SQLException {
        var late = owed.giveUp(config.giveUpAfter());
        if (late > 0) {
            LOG.errorf("%d notices of alerts could not be delivered in time and are given up", late);
            metrics.givenUp(late);
        }
        for (var route = owed.claim(); route.isPresent(); route = owed.claim()) {
            deliver(route.get());
        }
    }

    /** Tells a route now, whatever it is owed. */
    void send(AlertRoute route, Notice notice) throws Undelivered {
        carriers.get(route.kind()).send(settings(route), route.language(), notice);
    }

    private void deliver(long id) throws SQLException {
        var route = routes.find(id);
        if (route.isEmpty()) {
            return; // deleted meanwhile, with all that was owed to it
        }
        try {
            for (var notice : owed.to(id)) {
                send(route.get(), notice.notice());
                owed.sent(notice);
                metrics.sent(route.get().kind());
            }
            owed.release(id);
        } catch (Undelivered e) {
            metrics.failed(route.get().kind());
            LOG.warnf("Alert route %d: %s", id, e.sentence());
            var failures = route.get().standing().failures() + 1;
            owed.failed(id, e.sentence(), clock.instant().plus(REST.delay(failures, ThreadLocalRandom.current())));
        }
    }

    private static ObjectNode settings(AlertRoute route) throws Undelivered {
        return route.settings()
                .orElseThrow(() ->
                        new Undelivered("The settings of this route were encrypted with a key that is not here."));
    }
}

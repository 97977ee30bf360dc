// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.DeliveryPolicy;
import io.kohorte.segmentsync.Waiter;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** The delivery engine of this process. */
@Singleton
class Delivery {

    @Produces
    @Singleton
    DeliveryEngine engine(DataSource database, SegmentAudience audience, Clock clock, DeliveryWatch watch) {
        return new DeliveryEngine(database, audience, DeliveryPolicy.STANDARD, clock, Waiter.SLEEPING, watch);
    }

    void close(@Disposes DeliveryEngine engine) {
        engine.close();
    }
}

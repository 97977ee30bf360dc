// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.segmentsync.FeedbackCollection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** Brings conversions of destinations home, whether told or asked for. */
@Singleton
class FeedbackReception {

    @Produces
    @Singleton
    FeedbackCollection collection(DataSource database, ConversionIntake intake, Clock clock) {
        return new FeedbackCollection(database, intake, clock);
    }
}

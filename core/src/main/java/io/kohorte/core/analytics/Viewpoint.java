// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static io.kohorte.core.analytics.ReplicaTables.EVENT_AT;
import static io.kohorte.core.analytics.ReplicaTables.EVENT_KNOWN_AT;

import io.kohorte.core.feature.Moment;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * A moment, and with whose knowledge one looks at it. Traits, scores and segments keep no past: from every viewpoint they are those of
 * today.
 *
 * @param moment nothing that happened later is seen
 * @param then whether what reached us later is not seen either
 */
public record Viewpoint(Instant moment, boolean then) {

    /** All that is known by now of what happened up to the moment: for answers of today. */
    public static Viewpoint today(Instant moment) {
        return new Viewpoint(moment, false);
    }

    /** What was known at the moment itself: for past decisions, since nobody could have decided by what was told later. */
    public static Viewpoint then(Instant moment) {
        return new Viewpoint(moment, true);
    }

    /** The events seen from here. */
    Condition events() {
        Field<LocalDateTime> limit = DSL.inline(Moment.utc(moment.truncatedTo(ChronoUnit.MICROS)));
        Condition happened = EVENT_AT.le(limit);
        return then ? happened.and(EVENT_KNOWN_AT.isNull().or(EVENT_KNOWN_AT.le(limit))) : happened;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether schedules start what they should. Quartz moves the next time on whenever it starts something. */
@Singleton
class ScheduleWatch implements Watch {

    /** Long enough for a restart, after which missed schedules are made good. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private static final String OVERDUE =
            """
            select 'sync' as kind, s.id, s.name from sync s
            join qrtz_triggers t on t.trigger_group = 'sync' and t.trigger_name = s.id::text
            where t.next_fire_time between 1 and ?
            union all
            select 'model', m.id, m.name from model m
            join qrtz_triggers t on t.trigger_group = 'retraining' and t.trigger_name = m.id::text
            where t.next_fire_time between 1 and ?
            """;

    private final DataSource database;

    ScheduleWatch(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Finding> look(Instant now) throws SQLException {
        var late = now.minus(LATE).toEpochMilli();
        var missed = new ArrayList<Finding>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(OVERDUE)) {
            query.setLong(1, late);
            query.setLong(2, late);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    missed.add(finding(new Subject(
                            Subject.Kind.of(rows.getString("kind")), rows.getLong("id"), rows.getString("name"))));
                }
            }
        }
        return missed;
    }

    private static Finding finding(Subject subject) {
        return new Finding(
                AlertKind.SCHEDULE_MISSED,
                subject,
                "The schedule of '" + subject.name() + "' did not start anything when it should have.",
                Optional.empty(),
                "Look whether all processes run and what their logs say; start it by hand meanwhile.",
                "/" + subject.kind().wire() + "s/" + subject.id());
    }
}

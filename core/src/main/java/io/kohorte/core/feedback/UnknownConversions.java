// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Looks again at conversions of people we did not know: a later import may have brought them. */
@Singleton
public class UnknownConversions {

    private final DataSource database;
    private final ConversionEvents events;

    UnknownConversions(DataSource database, ConversionEvents events) {
        this.database = database;
        this.events = events;
    }

    @Nonconcurrent
    @Scheduled(identity = "resolve-unknown-conversions", every = "10m", delayed = "1m")
    void resolve() throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        """
                        update conversion c set profile = found.profile, identifiers = '{}'
                          from (select u.id, min(i.profile) as profile
                                  from conversion u cross join lateral jsonb_each_text(u.identifiers) e
                                  join identity i on i.namespace = e.key and i.value = e.value
                                 where u.profile is null group by u.id) found
                         where c.id = found.id""")) {
            update.executeUpdate();
        }
        events.writePending();
    }
}

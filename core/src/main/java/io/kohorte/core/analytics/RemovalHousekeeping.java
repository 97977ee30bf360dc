// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** Forgets rows deleted long ago. A replica that stood still for longer is rebuilt, because it has missed some. */
@Singleton
class RemovalHousekeeping {

    private static final Duration KEPT = Duration.ofDays(7);

    private static final String FORGET =
            """
            with forgotten as (delete from replica_removal where at < ? returning changed::text::bigint as changed)
            update replica_origin set removals_known_from = latest.known::text::xid8
            from (select max(changed) + 1 as known from forgotten) latest
            where latest.known > removals_known_from::text::bigint
            """;

    private final DataSource dataSource;
    private final Clock clock;

    @Inject
    RemovalHousekeeping(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Scheduled(identity = "replica-removals", every = "6h", delayed = "10m")
    void forget() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setObject(1, clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC));
            forget.executeUpdate();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** Forgets messages without an event after a while; clients repeat a delivery within hours, not months. */
@ApplicationScoped
class MessageMemory {

    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final DataSource database;
    private final Clock clock;

    MessageMemory(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Nonconcurrent
    @Scheduled(identity = "forget-messages", every = "24h")
    void forget() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from message_seen where at < ?")) {
            delete.setObject(1, clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC));
            delete.executeUpdate();
        }
    }
}

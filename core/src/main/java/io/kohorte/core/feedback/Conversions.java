// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads conversions on record. */
@Singleton
class Conversions {

    private final DataSource database;

    Conversions(DataSource database) {
        this.database = database;
    }

    /**
     * @param profile {@code null} while we do not know the person
     * @param sync whose delivery came before it; {@code null} when there was none
     */
    record View(
            long id,
            @Nullable Long destination,
            String remoteId,
            @Nullable Integer profile,
            String type,
            Instant at,
            BigDecimal value,
            String currency,
            Instant receivedAt,
            @Nullable Long sync,
            @Nullable Long run,
            @Nullable Instant exposedAt) {}

    /** Latest received first; those of a profile with those of what was merged into it. */
    Page<View> list(Optional<Long> destination, Optional<Integer> profile, PageRequest request) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        """
                        select id, destination, remote_id, profile, type, at, value, currency, received_at, sync, run, exposed_at
                          from conversion where id < ? and (?::bigint is null or destination = ?)
                           and (?::int is null or profile in (select number from profile where ? in (number, merged_into)))
                         order by id desc limit ?""")) {
            select.setLong(1, request.afterNumber().orElse(Long.MAX_VALUE));
            select.setObject(2, destination.orElse(null), Types.BIGINT);
            select.setObject(3, destination.orElse(null), Types.BIGINT);
            select.setObject(4, profile.orElse(null), Types.INTEGER);
            select.setObject(5, profile.orElse(null), Types.INTEGER);
            select.setInt(6, request.fetch());
            try (var row = select.executeQuery()) {
                var views = new ArrayList<View>();
                while (row.next()) {
                    views.add(view(row));
                }
                return Page.of(views, request, view -> Long.toString(view.id()));
            }
        }
    }

    private static View view(ResultSet row) throws SQLException {
        var exposedAt = row.getTimestamp("exposed_at");
        return new View(
                row.getLong("id"),
                row.getObject("destination", Long.class),
                row.getString("remote_id"),
                row.getObject("profile", Integer.class),
                row.getString("type"),
                row.getTimestamp("at").toInstant(),
                row.getBigDecimal("value"),
                row.getString("currency"),
                row.getTimestamp("received_at").toInstant(),
                row.getObject("sync", Long.class),
                row.getObject("run", Long.class),
                exposedAt == null ? null : exposedAt.toInstant());
    }
}

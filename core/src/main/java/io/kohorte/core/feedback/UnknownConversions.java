// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.segmentsync.Sent;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Looks again at conversions of people we did not know: a later import may have brought them. */
@Singleton
public class UnknownConversions {

    private final DataSource database;
    private final Exposures exposures;
    private final ConversionEvents events;
    private final Wishes wishes;

    UnknownConversions(DataSource database, Exposures exposures, ConversionEvents events, Wishes wishes) {
        this.wishes = wishes;
        this.database = database;
        this.exposures = exposures;
        this.events = events;
    }

    private record Known(long conversion, int profile, Optional<Long> destination, String type, Instant at) {}

    @Nonconcurrent
    @Scheduled(identity = "resolve-unknown-conversions", every = "10m", delayed = "1m")
    void resolve() throws SQLException {
        for (var known : knownByNow()) {
            var exposure = exposures.before(known.profile(), known.at(), exposures.syncs(known.destination()));
            wishes.heed(known.type(), known.profile(), known.at());
            attribute(known, exposure);
        }
        events.writePending();
    }

    private List<Known> knownByNow() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        """
                        select u.id, min(i.profile), u.destination, u.type, u.at
                          from conversion u cross join lateral jsonb_each_text(u.identifiers) e
                          join identity i on i.namespace = e.key and i.value = e.value
                         where u.profile is null group by u.id order by u.id""");
                var row = select.executeQuery()) {
            var known = new ArrayList<Known>();
            while (row.next()) {
                known.add(new Known(
                        row.getLong(1),
                        row.getInt(2),
                        Optional.ofNullable(row.getObject(3, Long.class)),
                        row.getString(4),
                        row.getTimestamp(5).toInstant()));
            }
            return known;
        }
    }

    private void attribute(Known known, Optional<Sent> exposure) throws SQLException {
        try (Connection connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update conversion set profile = ?, identifiers = '{}', sync = ?, run = ?, exposed_at = ?"
                                + " where id = ? and profile is null")) {
            update.setInt(1, known.profile());
            update.setObject(2, exposure.map(sent -> sent.sync().value()).orElse(null), Types.BIGINT);
            update.setObject(3, exposure.map(sent -> sent.run().value()).orElse(null), Types.BIGINT);
            update.setTimestamp(
                    4, exposure.map(sent -> Timestamp.from(sent.at())).orElse(null));
            update.setLong(5, known.conversion());
            update.executeUpdate();
        }
    }
}

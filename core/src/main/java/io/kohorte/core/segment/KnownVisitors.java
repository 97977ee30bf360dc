// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.profile.Identity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Who a visitor is and how models score them, in one indexed look-up: a merge, a suppression, a refusal and a new score count from their
 * commit on, in every process, and no memory has to be told of them.
 */
@Singleton
class KnownVisitors {

    private static final String VISITOR =
            """
            select i.profile, s.id, s.name, s.kind, s.value
            from identity i
            left join lateral (select m.id, m.name, m.kind, s.value from model m
                               join score s on s.model = m.id and s.profile = i.profile where s.value is not null) s on true
            where i.namespace = ? and i.value = ?
              and not exists (select 1 from consent c where c.profile = i.profile and c.purpose = 'profiling' and not c.granted)
              and not exists (select 1 from identity any_name join suppression using (namespace, value)
                              where any_name.profile = i.profile)
            order by s.id
            """;

    private final DataSource dataSource;

    @Inject
    KnownVisitors(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A profile with its scores, by model. */
    record Visitor(int profile, List<ModelScore> scores) {}

    /** @param value a probability, or the number of a cluster */
    record ModelScore(long model, String name, String kind, double value) {}

    /** Empty for a visitor nobody knows, and for one who is suppressed or has refused profiling: of them nothing may be made use of. */
    Optional<Visitor> find(Identity identity) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(VISITOR)) {
            select.setString(1, identity.namespace());
            select.setString(2, identity.value());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                int profile = row.getInt(1);
                List<ModelScore> scores = new ArrayList<>();
                do {
                    long model = row.getLong(2);
                    if (!row.wasNull()) {
                        scores.add(new ModelScore(model, row.getString(3), row.getString(4), row.getDouble(5)));
                    }
                } while (row.next());
                return Optional.of(new Visitor(profile, scores));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("visitors cannot be read", e);
        }
    }
}

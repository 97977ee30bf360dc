// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.destination.Vault;
import io.kohorte.toolkit.Secret;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tracking server on record, and what it is owed. Its token is encrypted. */
@Singleton
class Tracking {
    private static final Logger LOG = Logger.getLogger(Tracking.class);
    private static final String PURPOSE = "tracking server";

    private static final String OWED =
            """
            from tracking_server s join model_version v on v.created_at >= s.since join model m on m.id = v.model
            left join tracked_version t on t.model = v.model and t.number = v.number
            where t.complete is distinct from true
            """;

    private final DataSource database;
    private final Vault vault;
    private final ObjectMapper json;
    private final Clock clock;

    Tracking(DataSource database, Vault vault, ObjectMapper json, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /**
     * How it stands with the server.
     *
     * @param owed versions it has not been told of
     * @param problem why the last attempt failed
     */
    record Standing(TrackingServer server, int owed, Optional<Instant> reportedAt, Optional<String> problem) {}

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    Optional<Standing> standing() throws SQLException {
        return call(
                "select url, experiment, user_name, token, reported_at, problem, (select count(*) " + OWED
                        + ") as owed from tracking_server",
                select -> {
                    try (ResultSet row = select.executeQuery()) {
                        return row.next() ? Optional.of(standing(row)) : Optional.empty();
                    }
                });
    }

    /** From now on this server is told; of versions made before, none is unless it was told already. */
    void tell(TrackingServer server) throws SQLException {
        call(
                "insert into tracking_server (url, experiment, user_name, token, since) values (?, ?, ?, ?, ?)"
                        + " on conflict (one_row) do update set url = excluded.url, experiment = excluded.experiment,"
                        + " user_name = excluded.user_name, token = excluded.token, problem = null",
                insert -> {
                    insert.setString(1, server.url());
                    insert.setString(2, server.experiment());
                    insert.setString(3, server.user().orElse(null));
                    insert.setBytes(4, sealed(server.token()));
                    insert.setTimestamp(5, Timestamp.from(clock.instant()));
                    return insert.executeUpdate();
                });
    }

    void forget() throws SQLException {
        call("delete from tracking_server", PreparedStatement::executeUpdate);
    }

    /** Oldest first. */
    List<TrackedVersion> owed(int most) throws SQLException {
        return call(
                "select v.model, v.number, m.name, m.kind, v.status, v.cause, v.metrics, v.provenance, v.created_at, t.run "
                        + OWED + " order by v.created_at, v.model, v.number limit ?",
                select -> {
                    select.setInt(1, most);
                    List<TrackedVersion> versions = new ArrayList<>();
                    try (ResultSet row = select.executeQuery()) {
                        while (row.next()) {
                            versions.add(version(row));
                        }
                    }
                    return versions;
                });
    }

    /** Keeps the server's run of a version, so that it is not begun twice. */
    void keep(TrackedVersion version, String run, boolean complete) throws SQLException {
        call(
                "insert into tracked_version (model, number, run, complete) values (?, ?, ?, ?)"
                        + " on conflict (model, number) do update set run = excluded.run, complete = excluded.complete",
                insert -> {
                    insert.setLong(1, version.model());
                    insert.setInt(2, version.number());
                    insert.setString(3, run);
                    insert.setBoolean(4, complete);
                    return insert.executeUpdate();
                });
    }

    /** How an attempt went. */
    void went(Optional<String> problem) throws SQLException {
        call(
                "update tracking_server set problem = ?, reported_at = case when ?::text is null then ? else reported_at end",
                update -> {
                    update.setString(1, problem.orElse(null));
                    update.setString(2, problem.orElse(null));
                    update.setTimestamp(3, Timestamp.from(clock.instant()));
                    return update.executeUpdate();
                });
    }

    private Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                new TrackingServer(
                        row.getString("url"),
                        row.getString("experiment"),
                        Optional.ofNullable(row.getString("user_name")),
                        opened(row.getBytes("token"))),
                row.getInt("owed"),
                Optional.ofNullable(row.getTimestamp("reported_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("problem")));
    }

    private TrackedVersion version(ResultSet row) throws SQLException {
        return new TrackedVersion(
                row.getLong("model"),
                row.getInt("number"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("status"),
                row.getString("cause"),
                tree(row.getString("metrics")),
                tree(row.getString("provenance")),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getString("run")));
    }

    private byte @Nullable [] sealed(Optional<Secret> token) {
        return token.map(secret -> vault.seal(secret.reveal(), PURPOSE)).orElse(null);
    }

    /** A token that no key of ours opens is as good as none: the server will ask for one. */
    private Optional<Secret> opened(byte @Nullable [] sealed) {
        if (sealed == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Secret(vault.open(sealed, PURPOSE)));
        } catch (GeneralSecurityException e) {
            LOG.warn("No key opens the token of the tracking server; enter it again");
            return Optional.empty();
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps valid JSON", e);
        }
    }

    private <T> T call(String sql, Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        }
    }
}

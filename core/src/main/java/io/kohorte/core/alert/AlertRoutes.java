// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.destination.Vault;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The routes on record. Their settings are kept encrypted, bound to the route, and under the newest key. */
@Singleton
class AlertRoutes {

    private static final Logger LOG = Logger.getLogger(AlertRoutes.class);

    private static final String ROUTES =
            """
            select r.id, r.name, r.kind, r.severity, r.language, r.settings, r.failures, r.problem, r.not_before,
                   r.last_sent_at, (select count(*) from alert_notice n where n.route = r.id and n.sent_at is null
                   and n.given_up_at is null) as owed
            from alert_route r where r.id > ? and (?::bigint is null or r.id = ?) order by r.id limit ?
            """;

    private final DataSource database;
    private final Vault vault;
    private final ObjectMapper json;
    private final Clock clock;

    AlertRoutes(DataSource database, Vault vault, ObjectMapper json, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /** What people say about a route. */
    record Definition(String name, RouteKind kind, Severity severity, Language language, ObjectNode settings) {}

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    List<AlertRoute> list(long after, int limit) throws SQLException {
        return call(ROUTES, query -> {
            query.setLong(1, after);
            query.setObject(2, null, java.sql.Types.BIGINT);
            query.setObject(3, null, java.sql.Types.BIGINT);
            query.setInt(4, limit);
            return read(query);
        });
    }

    Optional<AlertRoute> find(long id) throws SQLException {
        return call(ROUTES, query -> {
            query.setLong(1, Long.MIN_VALUE);
            query.setLong(2, id);
            query.setLong(3, id);
            query.setInt(4, 1);
            return read(query).stream().findFirst();
        });
    }

    /** Whether another route has this name. */
    boolean isTaken(String name, long except) throws SQLException {
        return call("select 1 from alert_route where name = ? and id <> ?", query -> {
            query.setString(1, name);
            query.setLong(2, except);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        });
    }

    long create(Definition route) throws SQLException {
        long id = call("select nextval(pg_get_serial_sequence('alert_route', 'id'))", AlertRoutes::number);
        return call(
                "insert into alert_route (name, severity, language, settings, settings_key, changed_at, id, kind, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                insert -> {
                    define(insert, id, route);
                    insert.setString(8, route.kind().wire());
                    insert.setTimestamp(9, Timestamp.from(clock.instant()));
                    insert.executeUpdate();
                    return id;
                });
    }

    /** Forgets what went wrong before, too: it is tried again at once. */
    void change(long id, Definition route) throws SQLException {
        call(
                "update alert_route set name = ?, severity = ?, language = ?, settings = ?, settings_key = ?,"
                        + " changed_at = ?, failures = 0, problem = null, not_before = null where id = ?",
                update -> {
                    define(update, id, route);
                    return update.executeUpdate();
                });
    }

    /** With what is owed to it. */
    void delete(long id) throws SQLException {
        call("delete from alert_route where id = ?", delete -> {
            delete.setLong(1, id);
            return delete.executeUpdate();
        });
    }

    /** For the start: an old key can be taken away once everything was written under the new one. */
    void useNewestKey() throws SQLException {
        var stale = call("select id from alert_route where settings_key <> ?", query -> {
            query.setLong(1, vault.primaryKey());
            return numbers(query);
        });
        for (var id : stale) {
            var route = find(id);
            var settings = route.flatMap(AlertRoute::settings);
            if (settings.isPresent()) {
                reseal(id, settings.get());
            } else if (route.isPresent()) {
                LOG.errorf("The settings of alert route %d were encrypted with a key that is not here.", id);
            }
        }
    }

    private void reseal(long id, ObjectNode settings) throws SQLException {
        call("update alert_route set settings = ?, settings_key = ? where id = ?", update -> {
            update.setBytes(1, vault.seal(settings.toString(), purpose(id)));
            update.setLong(2, vault.primaryKey());
            update.setLong(3, id);
            return update.executeUpdate();
        });
    }

    private void define(PreparedStatement statement, long id, Definition route) throws SQLException {
        statement.setString(1, route.name());
        statement.setString(2, route.severity().wire());
        statement.setString(3, route.language().wire());
        statement.setBytes(4, vault.seal(route.settings().toString(), purpose(id)));
        statement.setLong(5, vault.primaryKey());
        statement.setTimestamp(6, Timestamp.from(clock.instant()));
        statement.setLong(7, id);
    }

    private List<AlertRoute> read(PreparedStatement query) throws SQLException {
        var routes = new ArrayList<AlertRoute>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                routes.add(route(rows));
            }
        }
        return routes;
    }

    private AlertRoute route(ResultSet row) throws SQLException {
        return new AlertRoute(
                row.getLong("id"),
                row.getString("name"),
                RouteKind.of(row.getString("kind")),
                Severity.of(row.getString("severity")),
                Language.of(row.getString("language")),
                opened(row.getLong("id"), row.getBytes("settings")),
                new AlertRoute.Standing(
                        row.getInt("owed"),
                        row.getInt("failures"),
                        Optional.ofNullable(row.getString("problem")),
                        Optional.ofNullable(row.getTimestamp("not_before")).map(Timestamp::toInstant),
                        Optional.ofNullable(row.getTimestamp("last_sent_at")).map(Timestamp::toInstant)));
    }

    private Optional<ObjectNode> opened(long id, byte[] sealed) {
        try {
            return Optional.of((ObjectNode) json.readTree(vault.open(sealed, purpose(id))));
        } catch (GeneralSecurityException keyIsGone) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was sealed was JSON", e);
        }
    }

    private static String purpose(long id) {
        return "alert route " + id;
    }

    private static long number(PreparedStatement query) throws SQLException {
        return numbers(query).get(0);
    }

    private static List<Long> numbers(PreparedStatement query) throws SQLException {
        var numbers = new ArrayList<Long>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    private <T> T call(String sql, Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        }
    }
}

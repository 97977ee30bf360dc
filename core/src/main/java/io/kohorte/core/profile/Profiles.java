// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.profile.ProfileDetail.Score;
import io.kohorte.core.profile.ProfileDetail.TimelineEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds customers. Profiles merged into others are found as those. */
@ApplicationScoped
public class Profiles {

    private static final String VIEW =
            """
            select p.number, p.traits, p.created_at,
                   (select coalesce(json_agg(json_build_object('namespace', i.namespace, 'value', i.value)
                                             order by i.namespace, c.value is null, i.first_seen, i.value), '[]')
                    from identity i left join current_identity c using (profile, namespace, value)
                    where i.profile = p.number) as identities,
                   (select coalesce(json_object_agg(c.purpose, c.granted order by c.purpose), '{}')
                    from consent c where c.profile = p.number) as consents
            from profile p
            """;

    private final DataSource database;
    private final ObjectMapper json;

    Profiles(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** In order of their numbers, those above {@code after}. */
    List<ProfileView> list(int after, int limit) throws SQLException {
        return views("where p.merged_into is null and p.number > ? order by p.number limit ?", after, limit);
    }

    /** Those of these numbers, merged ones too. */
    public List<ProfileView> numbered(Collection<Integer> numbers) throws SQLException {
        return views("where p.number = any(?)", (Object) numbers.toArray(Integer[]::new));
    }

    Optional<ProfileView> named(Identity identity) throws SQLException {
        return views(
                        "where p.number = (select profile from identity where namespace = ? and value = ?)",
                        identity.namespace(),
                        identity.value())
                .stream()
                .findFirst();
    }

    /** Those who have an identifier that begins so, in any case, or the profile of that number. */
    List<ProfileView> search(String text, int after, int limit) throws SQLException {
        String begin = text.toLowerCase(Locale.ROOT)
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_") + "%";
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        return views(
                """
                where p.merged_into is null and p.number > ?
                  and (p.number = ? or p.number in (select profile from identity where lower(value) like ?))
                order by p.number limit ?
                """,
                after,
                number,
                begin,
                limit);
    }

    /** The profile, or the one it was merged into. */
    Optional<Integer> living(int number) throws SQLException {
        return one(
                """
                with recursive line as (
                  select number, merged_into from profile where number = ?
                  union select p.number, p.merged_into from profile p join line on p.number = line.merged_into)
                select number from line where merged_into is null
                """,
                row -> row.getInt(1),
                number);
    }

    /** All but what was delivered. */
    ProfileDetail detail(int number, int events) throws SQLException {
        ProfileView view = views("where p.number = ?", number).get(0);
        Instant createdAt = one("select created_at from profile where number = ?", row -> instant(row, 1), number)
                .orElseThrow();
        return new ProfileDetail(
                number,
                view.identities(),
                view.traits(),
                view.consents(),
                createdAt,
                all(
                        "select loser from profile_merge where winner = ? and undone_at is null order by id",
                        row -> row.getInt(1),
                        number),
                timeline(number, events),
                scores(number),
                List.of());
    }

    private List<TimelineEvent> timeline(int number, int limit) throws SQLException {
        return all(
                """
                select at, name, amount, quantity, item, category, order_ref, properties
                from event where profile = ? order by at desc, key limit ?
                """,
                row -> new TimelineEvent(
                        instant(row, 1),
                        row.getString(2),
                        decimal(row, 3),
                        decimal(row, 4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        tree(row.getString(8))),
                number,
                limit);
    }

    private List<Score> scores(int number) throws SQLException {
        return all(
                """
                select s.model, m.name, m.kind, s.value, s.version
                from score s join model m on m.id = s.model where s.profile = ? and s.value is not null order by s.model
                """,
                row -> new Score(row.getLong(1), row.getString(2), row.getString(3), row.getDouble(4), row.getInt(5)),
                number);
    }

    private List<ProfileView> views(String where, Object... parameters) throws SQLException {
        return all(
                VIEW + where,
                row -> new ProfileView(
                        row.getInt("number"),
                        tree(row.getString("identities")),
                        tree(row.getString("traits")),
                        tree(row.getString("consents"))),
                parameters);
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> Optional<T> one(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        return all(sql, reader, parameters).stream().findFirst();
    }

    <T> List<T> all(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
        }
        return found;
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps valid JSON", e);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Double decimal(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }
}

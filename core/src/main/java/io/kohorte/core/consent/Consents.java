// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what people allowed; the newer word wins, and at the same moment a refusal does. What the time is only the database says:
 * processes whose clocks differ must not make an old word out of a new one. A word dated later than now counts as said now: a
 * clock that runs ahead must not outlast what the person says next.
 */
public final class Consents {

    private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9_.]{0,62}");

    /** A word that is said again is newer than before: one that arrives late, from between the two, does not count. */
    private static final String WRITE =
            """
            with said as (
              select f.profile, f.purpose, f.granted,
                     least(coalesce(statement_timestamp() - f.age * interval '1 microsecond', f.at), statement_timestamp()) as at
              from unnest(?::int[], ?::text[], ?::boolean[], ?::timestamptz[], ?::bigint[])
                as f (profile, purpose, granted, at, age)
            ), fact as (
              select distinct on (profile, purpose) * from said order by profile, purpose, at desc, granted
            ), known as (
              select profile, purpose, c.granted from consent c join fact using (profile, purpose)
            ), written as (
              insert into consent as c (profile, purpose, granted, at)
              select profile, purpose, granted, at from fact
              on conflict (profile, purpose) do update set granted = excluded.granted, at = excluded.at
              where excluded.at > c.at or (excluded.at = c.at and c.granted and not excluded.granted)
              returning c.profile, c.purpose, c.granted
            )
            select profile from written left join known using (profile, purpose)
             where known.granted is distinct from written.granted
            """;

    private static final String SAY =
            """
            insert into consent as c (profile, purpose, granted, at)
            select ?, purpose, granted, statement_timestamp() from unnest(?::text[], ?::boolean[]) as said (purpose, granted)
            on conflict (profile, purpose) do update
               set granted = excluded.granted, at = greatest(excluded.at, c.at + interval '1 microsecond')
            """;

    private Consents() {}

    /** Whether a text may name a purpose. */
    public static boolean isPurpose(String name) {
        return PURPOSE.matcher(name).matches();
    }

    /** Writes facts in the caller's transaction, under the profile lock. Answers the profiles whose consent is different now. */
    public static Set<Integer> write(Connection connection, Collection<ConsentFact> facts) throws SQLException {
        if (facts.isEmpty()) {
            return Set.of();
        }
        Set<Integer> changed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setArray(1, array(connection, "int4", facts.stream().map(ConsentFact::profile)));
            statement.setArray(2, array(connection, "text", facts.stream().map(ConsentFact::purpose)));
            statement.setArray(3, array(connection, "bool", facts.stream().map(ConsentFact::granted)));
            statement.setArray(
                    4, array(connection, "timestamptz", facts.stream().map(fact -> fact.at()
                            .atOffset(ZoneOffset.UTC))));
            statement.setArray(5, array(connection, "int8", facts.stream().map(Consents::age)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changed.add(rows.getInt(1));
                }
            }
        }
        return changed;
    }

    /** The person says so now, after all they said before. In the caller's transaction, under the profile lock. */
    static void say(Connection connection, int profile, Map<String, Boolean> consents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAY)) {
            statement.setInt(1, profile);
            statement.setArray(2, array(connection, "text", consents.keySet().stream()));
            statement.setArray(3, array(connection, "bool", consents.values().stream()));
            statement.executeUpdate();
        }
    }

    private static @Nullable Long age(ConsentFact fact) {
        Duration age = fact.age();
        return age == null ? null : TimeUnit.MICROSECONDS.convert(age);
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}

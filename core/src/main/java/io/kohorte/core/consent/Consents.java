// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes what people allowed; the newer word wins, and at the same moment a refusal does. A word dated later than now counts
 * as said now: a clock that runs ahead must not outlast what the person says next.
 */
public final class Consents {

    private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9_.]{0,62}");

    /** A word that is said again is newer than before: one that arrives late, from between the two, does not count. */
    private static final String UPSERT =
            """
            with fact as (
              select * from unnest(?::int[], ?::text[], ?::boolean[], ?::timestamptz[]) as f (profile, purpose, granted, at)
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

    private Consents() {}

    /** Whether a text may name a purpose. */
    public static boolean isPurpose(String name) {
        return PURPOSE.matcher(name).matches();
    }

    /** Writes facts in the caller's transaction, under the profile lock. Answers the profiles whose consent is different now. */
    public static Set<Integer> write(Connection connection, Collection<ConsentFact> facts, Instant now)
            throws SQLException {
        if (facts.isEmpty()) {
            return Set.of();
        }
        List<ConsentFact> last = List.copyOf(newest(facts, now).values());
        Set<Integer> changed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", last.stream().map(ConsentFact::profile).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", last.stream().map(ConsentFact::purpose).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bool", last.stream().map(ConsentFact::granted).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "timestamptz",
                            last.stream()
                                    .map(fact -> fact.at().atOffset(ZoneOffset.UTC))
                                    .toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changed.add(rows.getInt(1));
                }
            }
        }
        return changed;
    }

    private record Subject(int profile, String purpose) {}

    private static Map<Subject, ConsentFact> newest(Collection<ConsentFact> facts, Instant now) {
        Map<Subject, ConsentFact> newest = new HashMap<>();
        for (ConsentFact said : facts) {
            ConsentFact fact = said.noLaterThan(now);
            newest.merge(new Subject(fact.profile(), fact.purpose()), fact, (before, after) -> {
                int order = after.at().compareTo(before.at());
                return order > 0 || (order == 0 && !after.granted()) ? after : before;
            });
        }
        return newest;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.kohorte.core.consent.ConsentFact;
import io.kohorte.core.consent.Consents;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.ProfileLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Takes back what a source said and says no longer, as far as it can be told apart: each value only where it is still the one that was
 * said. Each call is one transaction and answers how much there was to take back.
 */
public final class TakingBack {

    private static final String EVENTS = "delete from event where key = any(?) and source = ?";

    private static final String TRAITS =
            """
            update profile p set traits = p.traits - gone.names
            from (select q.number, array_agg(said.name) as names
                  from unnest(?::int[], ?::text[], ?::text[]) as said (profile, name, value)
                  join profile q on q.number = said.profile and q.traits -> said.name = said.value::jsonb
                  group by q.number) gone
            where p.number = gone.number
            """;

    private static final String CONSENTS =
            """
            delete from consent c using unnest(?::int[], ?::text[], ?::boolean[], ?::timestamptz[]) as said (profile, purpose, granted, at)
            where c.profile = said.profile and c.purpose = said.purpose and c.granted = said.granted
              and (c.at = said.at or c.at = any(?::timestamptz[]))
            """;

    /**
     * A new name makes a profile deliverable, a lost one changes what is delivered: whoever follows profiles must see it.
     * Destinations know the person by the lost one, so it is kept aside. A name that stays, since it was known before, does not count
     * any more as told last.
     */
    private static final String IDENTITIES =
            """
            with said as (
              select namespace, value, ?::timestamptz as since from unnest(?::text[], ?::text[]) as name (namespace, value)),
            gone as (
              delete from identity i using said
              where i.namespace = said.namespace and i.value = said.value and i.first_seen >= said.since
              returning i.profile, i.namespace, i.value),
            kept as (insert into former_identity (profile, namespace, value) select profile, namespace, value from gone
                     on conflict do nothing returning 1),
            untold as (
              update identity i set told_at = '-infinity' from said
              where i.namespace = said.namespace and i.value = said.value and i.first_seen < said.since and i.told_at >= said.since
              returning i.profile),
            told as (update profile set changed = pg_current_xact_id()
                     where number in (select profile from gone union select profile from untold) returning 1)
            select count(*) from gone
            """;

    private static final String EMPTY =
            """
            from unnest(?::int[], ?::int[]) as said (profile, successor)
            join profile p on p.number = said.profile
            where p.merged_into is null and p.traits = '{}'
              and not exists (select 1 from identity i where i.profile = p.number)
              and not exists (select 1 from event e where e.profile = p.number)
              and not exists (select 1 from consent c where c.profile = p.number)
            """;

    private static final String SUCCEED =
            """
            with empty as (
              select p.number, s.number as successor from (select said.profile, said.successor, p.traits %s) husk
              join profile p on p.number = husk.profile
              join profile s on s.number = husk.successor and s.merged_into is null and s.number <> p.number),
            pointed as (
              update profile p set merged_into = e.successor from empty e
              where p.number = e.number or p.merged_into = e.number returning 1),
            recorded as (
              insert into profile_merge (loser, winner, cause, at, detail)
              select number, successor, 'mapping', ?, '{"traits": {}, "identities": []}' from empty returning 1)
            select count(*) from recorded
            """
                    .formatted(EMPTY);

    private final DataSource database;

    public TakingBack(DataSource database) {
        this.database = database;
    }

    /** A trait of a profile with the value that was said, as JSON. */
    public record SaidTrait(int profile, String name, String value) {}

    /** A profile that nobody names any more, and who has its rows now. */
    public record Succession(int profile, int successor) {}

    /** Whose identities these are now. */
    public Map<Identity, Integer> owners(Collection<Identity> identities) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return ProfileLedger.owners(
                    connection,
                    identities.stream()
                            .map(identity -> Link.seen(List.of(identity), "import"))
                            .toList());
        }
    }

    /** Profiles merged since a moment, and what they are now. */
    public Map<Integer, Integer> mergedSince(Instant moment) throws SQLException {
        Map<Integer, Integer> merged = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select m.loser, p.merged_into from profile_merge m join profile p on p.number = m.loser where"
                                + " m.at >= ? and p.merged_into is not null")) {
            select.setObject(1, moment.atOffset(ZoneOffset.UTC));
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    merged.put(row.getInt(1), row.getInt(2));
                }
            }
        }
        return merged;
    }

    public long events(long source, List<UUID> keys) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(database, connection -> {
            try (PreparedStatement delete = connection.prepareStatement(EVENTS)) {
                delete.setArray(1, connection.createArrayOf("uuid", keys.toArray()));
                delete.setLong(2, source);
                return delete.executeLargeUpdate();
            }
        });
    }

    /** Answers how many profiles lost a trait. */
    public long traits(List<SaidTrait> said) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(database, connection -> {
            try (PreparedStatement update = connection.prepareStatement(TRAITS)) {
                update.setArray(1, array(connection, "int4", said.stream().map(SaidTrait::profile)));
                update.setArray(2, array(connection, "text", said.stream().map(SaidTrait::name)));
                update.setArray(3, array(connection, "text", said.stream().map(SaidTrait::value)));
                return update.executeLargeUpdate();
            }
        });
    }

    /** @param moments when else it may have been said */
    public long consents(List<ConsentFact> said, List<Instant> moments) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(database, connection -> {
            try (PreparedStatement delete = connection.prepareStatement(CONSENTS)) {
                delete.setArray(1, array(connection, "int4", said.stream().map(ConsentFact::profile)));
                delete.setArray(2, array(connection, "text", said.stream().map(ConsentFact::purpose)));
                delete.setArray(3, array(connection, "bool", said.stream().map(ConsentFact::granted)));
                delete.setArray(
                        4, array(connection, "timestamptz", said.stream().map(fact -> fact.at()
                                .atOffset(ZoneOffset.UTC))));
                delete.setArray(
                        5,
                        array(
                                connection,
                                "timestamptz",
                                moments.stream().map(moment -> moment.atOffset(ZoneOffset.UTC))));
                return delete.executeLargeUpdate();
            }
        });
    }

    /** Says what counts instead of what was taken back. */
    public long allow(List<ConsentFact> said) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(
                database, connection -> (long) Consents.write(connection, said).size());
    }

    /**
     * Answers how many identities are gone.
     *
     * @param since names known before are somebody else's knowledge and stay
     */
    public long identities(List<Identity> said, Instant since) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(database, connection -> {
            try (PreparedStatement delete = connection.prepareStatement(IDENTITIES)) {
                delete.setObject(1, since.atOffset(ZoneOffset.UTC));
                delete.setArray(2, array(connection, "text", said.stream().map(Identity::namespace)));
                delete.setArray(3, array(connection, "text", said.stream().map(Identity::value)));
                try (var row = delete.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** Lets profiles of whom nothing is known any more become those that have their rows. Their numbers stay taken. */
    public long succeed(List<Succession> said, Instant now) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(database, connection -> {
            try (PreparedStatement update = connection.prepareStatement(SUCCEED)) {
                update.setArray(1, array(connection, "int4", said.stream().map(Succession::profile)));
                update.setArray(2, array(connection, "int4", said.stream().map(Succession::successor)));
                update.setObject(3, now.atOffset(ZoneOffset.UTC));
                try (var row = update.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** How many of these profiles have nothing left and nobody to become. */
    public long empty(List<Succession> said) throws SQLException {
        return ProfileLock.EXCLUSIVE.during(database, connection -> {
            try (PreparedStatement select = connection.prepareStatement("select count(*) " + EMPTY)) {
                select.setArray(1, array(connection, "int4", said.stream().map(Succession::profile)));
                select.setArray(2, array(connection, "int4", said.stream().map(Succession::successor)));
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private static java.sql.Array array(Connection connection, String type, java.util.stream.Stream<?> values)
            throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.profile.Identity;
import io.kohorte.core.run.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Everybody as PostgreSQL knows them now.
 *
 * @param changed profiles that are other than at the moment asked about
 * @param seen up to which transaction this knows everything
 */
record PeopleReading(People people, RoaringBitmap changed, String seen) {

    private static final int FETCH = 10_000;
    private static final List<String> NAMESPACES = List.of(Identity.EMAIL, Identity.PHONE);

    private record Source(Field field, String trait) {}

    /**
     * @param since a transaction; empty where everybody is of interest
     * @param heard is told now and then how many of how many are read
     */
    static PeopleReading of(Connection connection, Optional<String> since, Consumer<Progress> heard)
            throws SQLException {
        String seen = text(connection, "select pg_snapshot_xmin(pg_current_snapshot())::text");
        long everybody = Long.parseLong(text(connection, "select count(*) from profile where merged_into is null"));
        List<Source> traits = traits(connection);
        StringBuilder sql = new StringBuilder("select p.number, p.changed >= ?::xid8");
        for (String namespace : NAMESPACES) {
            sql.append(", (select i.value from identity i where i.profile = p.number and i.namespace = '")
                    .append(namespace)
                    .append("' order by i.told_at desc, i.first_seen, i.value limit 1)");
        }
        traits.forEach(trait -> sql.append(", p.traits ->> ?"));
        sql.append(" from profile p where p.merged_into is null order by p.number");
        People.Builder people = new People.Builder();
        RoaringBitmap changed = new RoaringBitmap();
        try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
            select.setFetchSize(FETCH);
            select.setString(1, since.orElse("0"));
            for (int i = 0; i < traits.size(); i++) {
                select.setString(i + 2, traits.get(i).trait());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    people.add(row.getInt(1), values(row, traits));
                    if (row.getBoolean(2)) {
                        changed.add(row.getInt(1));
                    }
                    if (row.getRow() % FETCH == 0) {
                        heard.accept(new Progress(row.getRow(), everybody, "reading"));
                    }
                }
            }
        }
        return new PeopleReading(people.build(), changed, seen);
    }

    /** Of several traits that tell the same, the first by name that is known; an identity before all of them. */
    private static Map<Field, String> values(ResultSet row, List<Source> traits) throws SQLException {
        Map<Field, String> values = new EnumMap<>(Field.class);
        put(values, Field.EMAIL, row.getString(3));
        put(values, Field.PHONE, row.getString(4));
        for (int i = 0; i < traits.size(); i++) {
            put(values, traits.get(i).field(), row.getString(NAMESPACES.size() + 3 + i));
        }
        return values;
    }

    private static void put(Map<Field, String> values, Field field, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.putIfAbsent(field, value);
        }
    }

    private static List<Source> traits(Connection connection) throws SQLException {
        List<Source> sources = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement("select name from trait where type <> 'flag' order by name");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String trait = row.getString(1);
                Field.named(trait).ifPresent(field -> sources.add(new Source(field, trait)));
            }
        }
        return sources;
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}

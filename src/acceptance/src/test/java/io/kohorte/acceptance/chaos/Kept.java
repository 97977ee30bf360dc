// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What PostgreSQL keeps about people, read past the application. Profiles by number, as text.
 *
 * @param numbers profile by user id
 * @param described city and tier
 * @param addresses where they are reached now
 */
record Kept(
        Map<String, String> numbers,
        Map<String, String> described,
        Map<String, String> addresses,
        Set<String> consented,
        Set<String> suppressed) {

    static Kept in(Postgres postgres) throws SQLException {
        Map<String, String> numbers = new HashMap<>();
        Map<String, String> described = new HashMap<>();
        Map<String, String> addresses = new HashMap<>();
        Set<String> consented = new HashSet<>();
        Set<String> suppressed = new HashSet<>();
        try (Connection connection = postgres.connection()) {
            rows(
                    connection,
                    "select value, profile from identity where namespace = 'user_id'",
                    row -> numbers.put(row.getString(1), row.getString(2)));
            rows(
                    connection,
                    "select number, traits ->> 'city', traits ->> 'tier' from profile",
                    row -> described.put(row.getString(1), row.getString(2) + " " + row.getString(3)));
            rows(
                    connection,
                    "select profile, value from current_identity where namespace = 'email'",
                    row -> addresses.put(row.getString(1), row.getString(2)));
            rows(
                    connection,
                    "select profile from consent where purpose = '" + Installation.PURPOSE + "' and granted",
                    row -> consented.add(row.getString(1)));
            rows(
                    connection,
                    "select i.profile from identity i join suppression s using (namespace, value)",
                    row -> suppressed.add(row.getString(1)));
        }
        return new Kept(numbers, described, addresses, consented, suppressed);
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void rows(Connection connection, String sql, Row each) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.take(rows);
            }
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What is known about the members on one page. */
@Singleton
class MemberRows {

    private final DataSource dataSource;

    @Inject
    MemberRows(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param identities of each namespace the value told last
     * @param traits as JSON
     */
    record Member(int profile, Map<String, String> identities, @JsonRawValue String traits) {}

    /** In the order of the numbers; profiles that are gone meanwhile are left out. */
    List<Member> of(List<Integer> profiles) {
        try (Connection connection = dataSource.getConnection()) {
            Array numbers = connection.createArrayOf("int4", profiles.toArray());
            Map<Integer, Map<String, String>> identities = identities(connection, numbers);
            try (PreparedStatement select = connection.prepareStatement(
                    "select number, traits from profile where number = any(?) order by number")) {
                select.setArray(1, numbers);
                List<Member> members = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        int number = row.getInt(1);
                        members.add(new Member(number, identities.getOrDefault(number, Map.of()), row.getString(2)));
                    }
                }
                return members;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("members cannot be read", e);
        }
    }

    private static Map<Integer, Map<String, String>> identities(Connection connection, Array numbers)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select profile, namespace, value from current_identity where profile = any(?) order by profile, namespace")) {
            select.setArray(1, numbers);
            Map<Integer, Map<String, String>> identities = new LinkedHashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    identities
                            .computeIfAbsent(row.getInt(1), number -> new LinkedHashMap<>())
                            .put(row.getString(2), row.getString(3));
                }
            }
            return identities;
        }
    }
}

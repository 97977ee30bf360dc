// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.profile.Identity;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Which profile an identity belongs to. */
@Singleton
class KnownIdentities {

    private final DataSource dataSource;

    @Inject
    KnownIdentities(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One answer for each question, in order; a question that names nobody has none. */
    List<Optional<Integer>> profiles(List<Optional<Identity>> identities) {
        List<Identity> asked = identities.stream().flatMap(Optional::stream).toList();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select i.namespace, i.value, i.profile from identity i"
                                + " join unnest(?::text[], ?::text[]) as asked (namespace, value) using (namespace, value)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", asked.stream().map(Identity::namespace).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", asked.stream().map(Identity::value).toArray()));
            Map<Identity, Integer> found = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(new Identity(row.getString(1), row.getString(2)), row.getInt(3));
                }
            }
            return identities.stream().map(identity -> identity.map(found::get)).toList();
        } catch (SQLException e) {
            throw new IllegalStateException("identities cannot be read", e);
        }
    }

    /** The profile itself, or the one it was merged into; empty when there is none of this number. */
    Optional<Integer> living(int number) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        """
                        with recursive line as (
                          select number, merged_into from profile where number = ?
                          union select p.number, p.merged_into from profile p join line on p.number = line.merged_into)
                        select number from line where merged_into is null
                        """)) {
            select.setInt(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("profiles cannot be read", e);
        }
    }
}

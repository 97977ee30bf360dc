// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.profile.Identity;
import io.kohorte.spi.SubjectKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the profiles that conversions are about: by our own number first, then by identifiers in the order given. */
final class Subjects {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final Map<Identity, Integer> owners = new HashMap<>();

    private Subjects() {}

    /** Two statements, however many are asked for. */
    static Subjects lookUp(Connection connection, Collection<SubjectKeys> keys) throws SQLException {
        var subjects = new Subjects();
        subjects.readNumbers(connection, keys);
        subjects.readOwners(connection, keys);
        return subjects;
    }

    Optional<Integer> profile(SubjectKeys keys) {
        return number(keys).map(numbers::get).or(() -> identities(keys).stream()
                .map(owners::get)
                .filter(java.util.Objects::nonNull)
                .findFirst());
    }

    /** Usable identifiers in their normal form. */
    static List<Identity> identities(SubjectKeys keys) {
        return keys.identifiers().entrySet().stream()
                .flatMap(entry -> Identity.of(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private static Optional<Integer> number(SubjectKeys keys) {
        return Optional.of(keys.profileId())
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Integer::valueOf);
    }

    /** Whoever was merged since is the one they were merged into. */
    private void readNumbers(Connection connection, Collection<SubjectKeys> keys) throws SQLException {
        var asked =
                keys.stream().flatMap(key -> number(key).stream()).distinct().toArray();
        try (var select = connection.prepareStatement(
                """
                with recursive chain(asked, current, merged_into) as (
                    select number, number, merged_into from profile where number = any(?)
                    union all
                    select c.asked, p.number, p.merged_into from chain c join profile p on p.number = c.merged_into)
                select asked, current from chain where merged_into is null""")) {
            select.setArray(1, connection.createArrayOf("int4", asked));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.put(rows.getInt(1), rows.getInt(2));
                }
            }
        }
    }

    private void readOwners(Connection connection, Collection<SubjectKeys> keys) throws SQLException {
        var asked = new LinkedHashSet<Identity>();
        keys.forEach(key -> asked.addAll(identities(key)));
        try (var select = connection.prepareStatement("select i.namespace, i.value, i.profile from identity i"
                + " join unnest(?, ?) as a(namespace, value) using (namespace, value)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", asked.stream().map(Identity::namespace).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", asked.stream().map(Identity::value).toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    owners.put(new Identity(rows.getString(1), rows.getString(2)), rows.getInt(3));
                }
            }
        }
    }
}

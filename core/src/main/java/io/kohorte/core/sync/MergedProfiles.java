// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Profiles that became part of others. A destination knows such a person by what the profile was called before, so that is
 * kept apart from what its winner is called now.
 *
 * @param winners by the number of the one merged
 * @param identities what the one merged was called, by namespace; of several the one that counted then, as when it was sent
 */
record MergedProfiles(Map<Integer, Integer> winners, Map<Integer, Map<String, String>> identities) {

    static MergedProfiles among(Connection connection, int[] profiles) throws SQLException {
        var winners = winners(connection, profiles);
        return new MergedProfiles(winners, winners.isEmpty() ? Map.of() : identities(connection, winners.keySet()));
    }

    Optional<Integer> winner(int profile) {
        return Optional.ofNullable(winners.get(profile));
    }

    boolean isMerged(int profile) {
        return winners.containsKey(profile);
    }

    /** These profiles without those merged, and the winners of those. */
    int[] people(int[] profiles) {
        var people = new LinkedHashSet<Integer>();
        for (var profile : profiles) {
            people.add(winners.getOrDefault(profile, profile));
        }
        return people.stream().mapToInt(Integer::intValue).toArray();
    }

    Map<String, String> identitiesOf(int profile) {
        return identities.getOrDefault(profile, Map.of());
    }

    private static Map<Integer, Integer> winners(Connection connection, int[] profiles) throws SQLException {
        var winners = new HashMap<Integer, Integer>();
        try (var select = connection.prepareStatement(
                "select number, merged_into from profile where number = any(?) and merged_into is not null")) {
            setNumbers(select, Arrays.stream(profiles).boxed().toList());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    winners.put(rows.getInt(1), rows.getInt(2));
                }
            }
        }
        return winners;
    }

    private static Map<Integer, Map<String, String>> identities(Connection connection, Collection<Integer> losers)
            throws SQLException {
        var identities = new HashMap<Integer, Map<String, String>>();
        try (var select = connection.prepareStatement(
                """
                select m.loser, had.name ->> 'namespace', had.name ->> 'value'
                  from profile_merge m
                 cross join jsonb_array_elements(m.detail -> 'identities') with ordinality as had (name, place)
                 where m.loser = any(?) order by had.place""")) {
            setNumbers(select, List.copyOf(losers));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    identities
                            .computeIfAbsent(rows.getInt(1), loser -> new HashMap<>())
                            .putIfAbsent(rows.getString(2), rows.getString(3));
                }
            }
        }
        return identities;
    }

    private static void setNumbers(PreparedStatement select, List<Integer> numbers) throws SQLException {
        select.setArray(1, select.getConnection().createArrayOf("int4", numbers.toArray()));
    }
}

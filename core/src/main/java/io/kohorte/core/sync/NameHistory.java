// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.profile.Identity;
import io.kohorte.segmentsync.Fingerprint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every name that some profiles go by or ever went by: what a merge or a corrected import took away is kept. */
record NameHistory(Map<Integer, List<Identity>> names) {

    private static final String EVERY_NAME =
            """
            with asked as (select ?::int[] as profiles, ?::text[] as namespaces)
            select i.profile, i.namespace, i.value from asked, identity i
             where i.profile = any(profiles) and i.namespace = any(namespaces)
            union all
            select m.loser, had.namespace, had.value
              from asked, profile_merge m
             cross join jsonb_to_recordset(m.detail -> 'identities') as had (namespace text, value text)
             where m.loser = any(profiles) and had.namespace = any(namespaces)
            union all
            select f.profile, f.namespace, f.value from asked, former_identity f
             where f.profile = any(profiles) and f.namespace = any(namespaces)""";

    static NameHistory of(Connection connection, Collection<Integer> profiles, List<String> namespaces)
            throws SQLException {
        var names = new HashMap<Integer, List<Identity>>();
        if (profiles.isEmpty()) {
            return new NameHistory(names);
        }
        try (var select = connection.prepareStatement(EVERY_NAME)) {
            select.setArray(1, connection.createArrayOf("int4", profiles.toArray()));
            select.setArray(2, connection.createArrayOf("text", namespaces.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    names.computeIfAbsent(rows.getInt(1), profile -> new ArrayList<>())
                            .add(new Identity(rows.getString(2), rows.getString(3)));
                }
            }
        }
        return new NameHistory(names);
    }

    /** The name of this profile that has this mark, see {@link Fingerprint#mark(String, String)}. */
    Optional<Identity> marked(int profile, int mark) {
        return names.getOrDefault(profile, List.of()).stream()
                .filter(name -> Fingerprint.mark(name.namespace(), name.value()) == mark)
                .findFirst();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.duplicate.Comparison.Match;
import io.kohorte.core.profile.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Writes what a search found: open pairs become those found, and a pair once dismissed opens again only when it is different. */
final class Findings {

    private static final String FOUND =
            """
            create temp table found (one int, other int, probability float8, household boolean, reasons jsonb, content bigint) on commit drop
            """;

    private static final String GONE =
            """
            delete from duplicate d where d.state = 'open'
               and not exists (select 1 from found f where f.one = d.one and f.other = d.other)
            """;

    /** Profiles merged in the meantime are no pair any more. */
    private static final String KEEP =
            """
            insert into duplicate as d (one, other, probability, household, reasons, content, found_at)
            select f.one, f.other, f.probability, f.household, f.reasons, f.content, ?
              from found f join profile a on a.number = f.one join profile b on b.number = f.other
             where a.merged_into is null and b.merged_into is null
            on conflict (one, other) do update
               set probability = excluded.probability, household = excluded.household, reasons = excluded.reasons,
                   content = excluded.content, state = 'open', decided_at = null, decided_by = null, merge = null,
                   found_at = case when d.state = 'open' then d.found_at else excluded.found_at end
             where d.state = 'open' or d.content <> excluded.content
            """;

    private Findings() {}

    /** In the caller's transaction. */
    static void write(Connection connection, ObjectMapper json, List<Match> matches, Instant now) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute(FOUND);
        }
        try (CopyRows rows = CopyRows.into(connection, "found")) {
            for (Match match : matches) {
                rows.value(match.one())
                        .value(match.other())
                        .value(match.probability())
                        .value(match.household())
                        .value(json.writeValueAsString(match.reasons()))
                        .value(match.content())
                        .endRow();
            }
            rows.finish();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("reasons are writable as JSON", e);
        }
        try (PreparedStatement delete = connection.prepareStatement(GONE)) {
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }
}

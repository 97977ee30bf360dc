// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Versions of vendors' interfaces that end, and the destinations that use them. */
@Singleton
public class EndingVersions {

    /** Nobody has to hurry for one that delivers nothing. */
    private static final String USED =
            """
            select d.id, d.name, d.connector, d.settings from destination d
            where exists (select 1 from sync s where s.destination = d.id) order by d.id
            """;

    private final DataSource database;
    private final Connectors connectors;
    private final ObjectMapper json;

    EndingVersions(DataSource database, Connectors connectors, ObjectMapper json) {
        this.database = database;
        this.connectors = connectors;
        this.json = json;
    }

    /** @param name of the destination */
    public record Use(DestinationId destination, String name, VersionEnd end) {}

    /** All whose end is known, however far; of each destination with syncs the next end first. */
    public List<Use> inUse() throws SQLException {
        var uses = new ArrayList<Use>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(USED);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var destination = new DestinationId(rows.getLong("id"));
                var name = rows.getString("name");
                var settings = json.readTree(rows.getString("settings"));
                connectors
                        .find(rows.getString("connector"))
                        .ifPresent(connector -> connector.settings().ends(settings).stream()
                                .map(end -> new Use(destination, name, end))
                                .forEach(uses::add));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return uses;
    }
}

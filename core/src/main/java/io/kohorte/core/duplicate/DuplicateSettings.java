// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.duplicate.SearchState.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether pairs may be merged without asking. */
@ApplicationScoped
class DuplicateSettings {

    private final DataSource database;
    private final ObjectMapper json;

    DuplicateSettings(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** From which probability on; empty: never. */
    Optional<Double> automatic() throws SQLException {
        return standing().automatic();
    }

    void setAutomatic(Optional<Double> from) throws SQLException {
        try (Connection connection = database.getConnection()) {
            SearchState.automatic(connection, from);
        }
    }

    /** Whether a search has ever come to its end. */
    boolean hasSearched() throws SQLException {
        return standing().weights().isPresent();
    }

    private Standing standing() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return SearchState.read(connection, json);
        }
    }
}

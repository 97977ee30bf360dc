// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The one row that tells what the search has learned, how far it has looked, and whether it may merge. */
final class SearchState {

    private SearchState() {}

    /**
     * Where the search stands.
     *
     * @param automatic from which probability on pairs are merged without asking; empty: never
     */
    record Standing(Optional<Weights> weights, Optional<String> seen, Optional<Double> automatic) {}

    static Standing read(Connection connection, ObjectMapper json) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select weights, seen::text, automatic from duplicate_search");
                ResultSet row = select.executeQuery()) {
            row.next();
            String weights = row.getString(1);
            return new Standing(
                    weights == null ? Optional.empty() : Optional.of(json.readValue(weights, Weights.class)),
                    Optional.ofNullable(row.getString(2)),
                    Optional.ofNullable(row.getObject(3, Double.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the weights kept are those written", e);
        }
    }

    static void write(Connection connection, ObjectMapper json, Optional<Weights> weights, String seen)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update duplicate_search set weights = ?::jsonb, seen = ?::xid8")) {
            update.setString(1, weights.isEmpty() ? null : json.writeValueAsString(weights.get()));
            update.setString(2, seen);
            update.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("weights are writable as JSON", e);
        }
    }

    static void automatic(Connection connection, Optional<Double> from) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update duplicate_search set automatic = ?")) {
            update.setObject(1, from.orElse(null), java.sql.Types.DOUBLE);
            update.executeUpdate();
        }
    }
}

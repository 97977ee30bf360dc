// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

/** When the imports and models that a sync waits for came to their end. */
@Singleton
class Completions {

    private final DataSource database;

    Completions(DataSource database) {
        this.database = database;
    }

    /** When the latest import of one of its sources was completed, with invalid rows or without. */
    Optional<Instant> lastImport(Sync sync) {
        return latest(
                "select max(finished_at) from run where kind = 'import' and state in ('completed', 'completed-with-errors')"
                        + " and subject = any(?)",
                sync);
    }

    /** When one of its models was trained, or a version of it promoted. */
    Optional<Instant> lastScoring(Sync sync) {
        return latest(
                "with upstream (model) as (select unnest(?)) select greatest("
                        + "(select max(r.finished_at) from run r join upstream u on r.subject = u.model"
                        + " where r.kind = 'training' and r.state in ('completed', 'completed-with-errors')),"
                        + " (select max(v.promoted_at) from model_version v join upstream u using (model)))",
                sync);
    }

    /** Whether all its segments were evaluated at this moment or later; a list has nothing to evaluate. */
    boolean isEvaluatedAfter(Sync sync, Instant moment) {
        return read(connection -> {
            try (var select = connection.prepareStatement(
                    "select coalesce(bool_and(definition is null or evaluated_at >= ?), true) from segment where id = any(?)")) {
                select.setObject(1, moment.atOffset(ZoneOffset.UTC));
                select.setArray(2, connection.createArrayOf("int8", sync.segments));
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }

    private Optional<Instant> latest(String sql, Sync sync) {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("int8", sync.upstream));
                try (var row = select.executeQuery()) {
                    row.next();
                    return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                }
            }
        });
    }

    private <T> T read(Reading<T> reading) {
        try (var connection = database.getConnection()) {
            return reading.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("what syncs wait for cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T on(Connection connection) throws SQLException;
    }
}

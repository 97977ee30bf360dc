// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.feature.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A replica filled by hand, for tests of what is derived from it. */
public final class HistoryFixture implements AutoCloseable {
    private final ReplicaFile file;
    private final DuckDBConnection connection;
    private final DuckDBAppender events;
    private final Map<Integer, String> countries = new TreeMap<>();
    private final java.util.Set<Integer> profiles = new java.util.TreeSet<>();
    private long next;

    public HistoryFixture(Path folder) throws SQLException, IOException {
        file = ReplicaFile.open(folder.resolve("fixture.duckdb"), "1GB");
        file.startOver();
        connection = file.connect();
        events = connection.createAppender("main", "event");
    }

    public void order(int profile, Instant at, long order, String item, String category, double quantity, double amount)
            throws SQLException {
        event(profile, "Order Completed", at, order, item, category, quantity, amount);
    }

    /** History: known when it happened. */
    public void event(
            int profile,
            String name,
            Instant at,
            long order,
            String item,
            String category,
            double quantity,
            double amount)
            throws SQLException {
        event(profile, name, at, Optional.empty(), order, item, category, quantity, amount);
    }

    /** News: an event that reached us at a moment of its own. */
    public void told(int profile, String name, Instant at, Instant knownAt) throws SQLException {
        event(profile, name, at, Optional.of(knownAt), next, null, null, 0, 0);
    }

    private void event(
            int profile,
            String name,
            Instant at,
            Optional<Instant> knownAt,
            long order,
            String item,
            String category,
            double quantity,
            double amount)
            throws SQLException {
        profiles.add(profile);
        events.beginRow()
                .append(new UUID(1, ++next))
                .append(profile)
                .append(name)
                .append(Moment.utc(at));
        if (knownAt.isPresent()) {
            events.append(Moment.utc(knownAt.get()));
        } else {
            events.appendNull();
        }
        events.append(order)
                .append((String) null)
                .append(item)
                .append(category)
                .append(java.math.BigDecimal.valueOf(quantity).setScale(4, java.math.RoundingMode.HALF_EVEN))
                .append(java.math.BigDecimal.valueOf(amount).setScale(4, java.math.RoundingMode.HALF_EVEN))
                .append((String) null)
                .endRow();
    }

    public void country(int profile, String country) {
        profiles.add(profile);
        countries.put(profile, country);
    }

    /** Everything said so far, as one state. */
    public CustomerHistory open() throws SQLException {
        events.flush();
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from profile");
            statement.execute("delete from trait_column");
            statement.execute("insert into trait_column values (1, 'country', 'TEXT')");
            statement.execute("alter table profile add column if not exists trait_1 varchar");
            try (DuckDBAppender rows = connection.createAppender("main", "profile")) {
                for (int profile : profiles) {
                    rows.beginRow()
                            .append(profile)
                            .append(Moment.utc(Instant.EPOCH))
                            .append(countries.get(profile))
                            .endRow();
                }
            }
        }
        return new CustomerHistory(file.session());
    }

    @Override
    public void close() throws SQLException {
        events.close();
        connection.close();
        file.close();
    }
}

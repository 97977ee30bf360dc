// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.event.EventFact;
import io.kohorte.core.event.EventKey;
import io.kohorte.core.event.Intake;
import io.kohorte.core.event.Observation;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfilesChanged;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Writes conversions down as events too, so that conditions, features and labels see them like anything else a customer
 * did. Safe to repeat: the key of the event comes from the conversion.
 */
@Singleton
class ConversionEvents {

    /** Stands in the event's source for "told by a destination". */
    private static final long TOLD_BY_DESTINATION = 0;

    private static final int PORTION = 1_000;

    private final DataSource database;
    private final Intake intake;
    private final FeedbackConfig config;
    private final ObjectMapper json;
    private final Event<ProfilesChanged> profilesChanged;
    private final Event<ConversionRecorded> recorded;
    private final ReentrantLock writing = new ReentrantLock();

    ConversionEvents(
            DataSource database,
            Intake intake,
            FeedbackConfig config,
            ObjectMapper json,
            Event<ProfilesChanged> profilesChanged,
            Event<ConversionRecorded> recorded) {
        this.database = database;
        this.intake = intake;
        this.config = config;
        this.json = json;
        this.profilesChanged = profilesChanged;
        this.recorded = recorded;
    }

    private record Pending(long id, UUID key, Optional<Observation> observation) {}

    /** Writes the events of all conversions that have none yet. */
    void writePending() throws SQLException {
        writing.lock();
        try {
            for (var pending = read(); !pending.isEmpty(); pending = read()) {
                write(pending);
            }
        } finally {
            writing.unlock();
        }
    }

    private void write(List<Pending> pending) throws SQLException {
        var observations =
                pending.stream().flatMap(one -> one.observation().stream()).toList();
        var result = intake.take(observations);
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update conversion set event = ? where id = ?")) {
            for (var one : pending) {
                update.setObject(1, one.key());
                update.setLong(2, one.id());
                update.addBatch();
            }
            update.executeBatch();
        }
        profilesChanged.fire(new ProfilesChanged(result.touched(), result.permissions()));
        recorded.fire(new ConversionRecorded(observations.size()));
    }

    private List<Pending> read() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        """
                        select c.id, c.destination, c.remote_id, c.type, c.at, c.value, c.currency, c.sync,
                               i.namespace, i.value as name
                          from conversion c
                          join profile p on p.number = c.profile
                          join lateral (select namespace, value from identity
                                         where profile = coalesce(p.merged_into, p.number)
                                         order by first_seen, namespace, value limit 1) i on true
                         where c.event is null order by c.id limit ?""")) {
            select.setInt(1, PORTION);
            try (var row = select.executeQuery()) {
                var pending = new ArrayList<Pending>();
                while (row.next()) {
                    pending.add(pending(row));
                }
                return pending;
            }
        }
    }

    private Pending pending(ResultSet row) throws SQLException {
        var key = EventKey.ofMessage(
                TOLD_BY_DESTINATION, row.getString("destination") + "/" + row.getString("remote_id"));
        var name = config.eventName(row.getString("type"));
        return new Pending(
                row.getLong("id"),
                key,
                name.isEmpty() ? Optional.empty() : Optional.of(observation(row, key, name.get())));
    }

    private Observation observation(ResultSet row, UUID key, String name) throws SQLException {
        var at = row.getTimestamp("at").toInstant();
        var value = row.getBigDecimal("value").doubleValue();
        var isOrder = name.equals(EventFact.ORDER_COMPLETED);
        var isRefund = name.equals(EventFact.ORDER_REFUNDED);
        var properties = json.valueToTree(Map.of(
                "conversion", row.getString("type"),
                "currency", row.getString("currency"),
                "destination", Optional.ofNullable(row.getString("destination")).orElse("")));
        var fact = new EventFact(
                name,
                at,
                isOrder || isRefund ? row.getString("remote_id") : null,
                null,
                null,
                isOrder ? Double.valueOf(1) : null,
                value == 0 ? null : Double.valueOf(isRefund ? -Math.abs(value) : value),
                (com.fasterxml.jackson.databind.node.ObjectNode) properties);
        var person = new Identity(row.getString("namespace"), row.getString("name"));
        return new Observation(
                TOLD_BY_DESTINATION,
                Optional.of(key),
                Link.seen(List.of(person), "conversion"),
                json.createObjectNode(),
                Map.of(),
                at,
                fact);
    }
}

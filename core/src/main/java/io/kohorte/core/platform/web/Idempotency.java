// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Remembers the answers to writes by the key their caller gave them, for a day. */
@ApplicationScoped
class Idempotency {

    static final Duration REMEMBERED = Duration.ofHours(24);

    /** A call that takes longer than this died with its process: its key may be used again. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private final DataSource database;
    private final Clock clock;

    Idempotency(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is known of a key. */
    sealed interface Claim {
        /** Ours to answer. */
        record Fresh() implements Claim {}

        /** Another call with this key is being answered right now. */
        record Running() implements Claim {}

        /** The key was used for a different request. */
        record Different() implements Claim {}

        /** The answer given before. */
        record Answered(Answer answer) implements Claim {}
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, Optional<String> contentType, Optional<String> location, byte @Nullable [] body) {}

    Claim claim(String actor, String key, byte[] request) throws SQLException {
        var seal = new SealedAnswer(actor, key);
        var now = clock.instant();
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        """
                        insert into idempotency as known (actor, key, request, created_at) values (?, ?, ?, ?)
                        on conflict (actor, key) do update set request = excluded.request, created_at = excluded.created_at,
                               status = null, content_type = null, location = null, body = null
                         where known.created_at < ? or (known.status is null and known.created_at < ?)""");
                var select = connection.prepareStatement(
                        "select request, status, content_type, location, body from idempotency where actor = ? and key = ?")) {
            insert.setString(1, actor);
            insert.setString(2, seal.keyHash());
            insert.setBytes(3, request);
            insert.setTimestamp(4, Timestamp.from(now));
            insert.setTimestamp(5, Timestamp.from(now.minus(REMEMBERED)));
            insert.setTimestamp(6, Timestamp.from(now.minus(LONGEST_CALL)));
            if (insert.executeUpdate() == 1) {
                return new Claim.Fresh();
            }
            select.setString(1, actor);
            select.setString(2, seal.keyHash());
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    return new Claim.Running();
                }
                if (!Arrays.equals(row.getBytes(1), request)) {
                    return new Claim.Different();
                }
                var status = row.getInt(2);
                if (row.wasNull()) {
                    return new Claim.Running();
                }
                return new Claim.Answered(new Answer(
                        status,
                        Optional.ofNullable(row.getString(3)),
                        Optional.ofNullable(row.getString(4)),
                        body(row, seal)));
            }
        }
    }

    void answered(String actor, String key, Answer answer) throws SQLException {
        var seal = new SealedAnswer(actor, key);
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update idempotency set status = ?, content_type = ?, location = ?, body = ? where actor = ? and key = ?")) {
            update.setInt(1, answer.status());
            update.setString(2, answer.contentType().orElse(null));
            update.setString(3, answer.location().orElse(null));
            update.setBytes(4, answer.body() == null ? null : seal.seal(answer.body()));
            update.setString(5, actor);
            update.setString(6, seal.keyHash());
            update.executeUpdate();
        }
    }

    /** The call came to nothing: the same key may try again. */
    void release(String actor, String key) throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(
                        "delete from idempotency where actor = ? and key = ? and status is null")) {
            delete.setString(1, actor);
            delete.setString(2, new SealedAnswer(actor, key).keyHash());
            delete.executeUpdate();
        }
    }

    int forgetOld() throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from idempotency where created_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(clock.instant().minus(REMEMBERED)));
            return delete.executeUpdate();
        }
    }

    private static byte @Nullable [] body(ResultSet row, SealedAnswer seal) throws SQLException {
        var sealed = row.getBytes("body");
        return sealed == null ? null : seal.open(sealed);
    }
}

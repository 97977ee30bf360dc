// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The keys that clients of the tracking API write with. A key is public in a browser: it lets one write events, and nothing else. */
@ApplicationScoped
public class WriteKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;
    private static final int HINT = 4;

    private final DataSource database;
    private final Clock clock;

    WriteKeys(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A key that is in use. @param hint its last characters */
    public record Shown(long id, String hint, Instant createdAt) {}

    /** Makes a key for a source. It is not kept: this is the only time it can be seen. */
    public String create(long source) throws SQLException {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        String key = "kwk"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(random)
                        .replace('-', 'x')
                        .replace('_', 'y');
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into write_key (source, hash, hint, created_at) values (?, ?, ?, ?)")) {
            insert.setLong(1, source);
            insert.setBytes(2, hash(key));
            insert.setString(3, key.substring(key.length() - HINT));
            insert.setObject(4, clock.instant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
            return key;
        }
    }

    public List<Shown> list(long source) throws SQLException {
        List<Shown> keys = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select id, hint, created_at from write_key where source = ? and revoked_at is null order by id")) {
            select.setLong(1, source);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    keys.add(new Shown(
                            row.getLong(1),
                            row.getString(2),
                            row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return keys;
    }

    /** Ends a key at once. {@code false} if the source has no such key. */
    public boolean revoke(long source, long id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update write_key set revoked_at = ? where id = ? and source = ? and revoked_at is null")) {
            update.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            update.setLong(2, id);
            update.setLong(3, source);
            return update.executeUpdate() == 1;
        }
    }

    /** The source a key writes to. */
    Optional<Long> source(String key) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select source from write_key where hash = ? and revoked_at is null")) {
            select.setBytes(1, hash(key));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

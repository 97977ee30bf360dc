// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.run.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The imports on record. */
@ApplicationScoped
class Imports {

    /**
     * An import: what was sent, the run that works on it, and its report when that is over.
     *
     * @param mapping under which it is read, as JSON
     * @param content SHA-256 of the unpacked file; empty of imports before this was kept
     */
    record Import(
            ImportId id,
            SourceId source,
            RunId run,
            String filename,
            long bytes,
            @Nullable JsonNode mapping,
            String content,
            @Nullable JsonNode report,
            Instant createdAt) {}

    private static final String COLUMNS =
            "select id, source, run, filename, bytes, mapping, content, report, created_at from import ";

    private static final String EARLIER =
            """
            with this as (select id, source, content from import where id = ?),
            before as (select i.* from import i join this t on t.source = i.source and i.id < t.id),
            same as (select b.* from before b join this t on t.content = b.content),
            candidate as (select * from same union all select * from before where not exists (select 1 from same)),
            newest as (select * from candidate where id >= coalesce((select max(id) from candidate where report is not null), 0))
            select b.mapping,
                   string_agg(to_char(b.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ' ' order by b.id) as moments
            from before b
            where b.mapping in (select mapping from newest) and b.mapping <> ?::jsonb
            group by b.mapping order by max(b.id)
            """;

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;

    Imports(DataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    Import open(SourceId source, RunId run, String filename, Mapping mapping, UploadedFile upload)
            throws SQLException, JsonProcessingException {
        // As PostgreSQL keeps it: what rows said at this moment is found again by it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long bytes = upload.bytes();
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into import (source, run, filename, bytes, created_at, mapping, content)"
                                + " values (?, ?, ?, ?, ?, ?::jsonb, ?) returning id")) {
            insert.setLong(1, source.value());
            insert.setLong(2, run.value());
            insert.setString(3, filename);
            insert.setLong(4, bytes);
            insert.setObject(5, now.atOffset(ZoneOffset.UTC));
            insert.setString(6, json.writeValueAsString(mapping));
            insert.setString(7, upload.content());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Import(
                        new ImportId(row.getLong(1)),
                        source,
                        run,
                        filename,
                        bytes,
                        json.valueToTree(mapping),
                        upload.content(),
                        null,
                        now);
            }
        }
    }

    /**
     * Other mappings under which rows of this file may have been read: those of its imports from the last complete one on, or, of a file
     * that is new, those of its source.
     */
    List<EarlierReading> earlier(Import opened, Mapping mapping) throws SQLException, JsonProcessingException {
        List<EarlierReading> earlier = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(EARLIER)) {
            select.setLong(1, opened.id().value());
            select.setString(2, json.writeValueAsString(mapping));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<Instant> moments = new ArrayList<>();
                    for (String moment : row.getString("moments").split(" ", -1)) {
                        moments.add(Instant.parse(moment));
                    }
                    earlier.add(new EarlierReading(json.readValue(row.getString("mapping"), Mapping.class), moments));
                }
            }
        }
        return earlier;
    }

    void report(ImportId id, ImportReport report) throws SQLException, JsonProcessingException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update import set report = ?::jsonb where id = ?")) {
            update.setString(1, json.writeValueAsString(report));
            update.setLong(2, id.value());
            update.executeUpdate();
        }
    }

    Optional<Import> find(long id) throws SQLException {
        return list("where id = ? and ?::bigint is null", id, Optional.empty(), 1).stream()
                .findFirst();
    }

    /** Newest first, with numbers below {@code before}. */
    List<Import> list(Optional<Long> source, long before, int limit) throws SQLException {
        return list("where id < ? and source = coalesce(?, source)", before, source, limit);
    }

    private List<Import> list(String where, long id, Optional<Long> source, int limit) throws SQLException {
        List<Import> imports = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(COLUMNS + where + " order by id desc limit ?")) {
            select.setLong(1, id);
            select.setObject(2, source.orElse(null), Types.BIGINT);
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    imports.add(new Import(
                            new ImportId(row.getLong("id")),
                            new SourceId(row.getLong("source")),
                            new RunId(row.getLong("run")),
                            row.getString("filename"),
                            row.getLong("bytes"),
                            tree(row.getString("mapping")),
                            Optional.ofNullable(row.getString("content")).orElse(""),
                            tree(row.getString("report")),
                            row.getObject("created_at", OffsetDateTime.class).toInstant()));
                }
            }
        }
        return imports;
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps valid JSON", e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Who is in which experiment, since when, on which side. */
@Singleton
class Enrolments {

    private final DataSource database;

    Enrolments(DataSource database) {
        this.database = database;
    }

    /** Of one experiment, by size. */
    record Sizes(long treated, long heldOut) {
        static final Sizes NOBODY = new Sizes(0, 0);
    }

    /** Earliest first. */
    List<Enrolment> of(ExperimentId experiment) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select at, treated, held_out from experiment_enrolment where experiment = ? order by at")) {
            select.setLong(1, experiment.value());
            try (ResultSet row = select.executeQuery()) {
                List<Enrolment> enrolments = new ArrayList<>();
                while (row.next()) {
                    enrolments.add(new Enrolment(
                            row.getTimestamp(1).toInstant(), bitmap(row.getBytes(2)), bitmap(row.getBytes(3))));
                }
                return enrolments;
            }
        }
    }

    Map<ExperimentId, Sizes> sizes() throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select experiment, sum(treated_size), sum(held_out_size)"
                        + " from experiment_enrolment group by experiment");
                ResultSet row = select.executeQuery()) {
            Map<ExperimentId, Sizes> sizes = new HashMap<>();
            while (row.next()) {
                sizes.put(new ExperimentId(row.getLong(1)), new Sizes(row.getLong(2), row.getLong(3)));
            }
            return sizes;
        }
    }

    /** Does nothing when there is an enrolment of that moment already, or the experiment is gone. */
    void add(ExperimentId experiment, Enrolment enrolment) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into experiment_enrolment (experiment, at, treated, held_out, treated_size, held_out_size)"
                                + " select id, ?, ?, ?, ?, ? from experiment where id = ? on conflict do nothing")) {
            insert.setTimestamp(1, Timestamp.from(enrolment.at()));
            insert.setBytes(2, bytes(enrolment.treated()));
            insert.setBytes(3, bytes(enrolment.heldOut()));
            insert.setLong(4, enrolment.treated().getLongCardinality());
            insert.setLong(5, enrolment.heldOut().getLongCardinality());
            insert.setLong(6, experiment.value());
            insert.executeUpdate();
        }
    }

    /** What became of profiles that were merged since: the number of each, and whose it is now. */
    Map<Integer, Integer> merged(RoaringBitmap profiles) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select number, merged_into from profile where merged_into is not null")) {
            select.setFetchSize(1_000);
            try (ResultSet row = select.executeQuery()) {
                Map<Integer, Integer> merged = new HashMap<>();
                while (row.next()) {
                    if (profiles.contains(row.getInt(1))) {
                        merged.put(row.getInt(1), row.getInt(2));
                    }
                }
                return merged;
            }
        }
    }

    private static byte[] bytes(RoaringBitmap people) {
        people.runOptimize();
        ByteBuffer bytes = ByteBuffer.allocate(people.serializedSizeInBytes());
        people.serialize(bytes);
        return bytes.array();
    }

    private static RoaringBitmap bitmap(byte[] bytes) {
        RoaringBitmap people = new RoaringBitmap();
        try {
            people.deserialize(ByteBuffer.wrap(bytes));
        } catch (IOException broken) {
            throw new IllegalStateException("an enrolment cannot be read", broken);
        }
        return people;
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.duplicate.Comparison.Match;
import io.kohorte.core.duplicate.SearchState.Standing;
import io.kohorte.core.run.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Looks for profiles that may be the same person. */
@ApplicationScoped
class DuplicateSearch {

    /** From here on it is more probable than not. */
    private static final double LEAST = 0.5;

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;

    DuplicateSearch(DataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Who is compared with all others. */
    enum Scope {
        /** Everybody, and the weights are learned anew. */
        EVERYBODY,
        /** Those who changed since the last search, and those of open pairs, with the weights learned before. */
        CHANGED
    }

    /**
     * What a search came to.
     *
     * @param compared how many people were compared with all
     */
    record Result(int people, int compared, int pairs, List<Field> fields) {}

    /** @param heard is told how far the search is, often and on whatever thread */
    Result search(Scope scope, Consumer<Progress> heard) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Standing before = SearchState.read(connection, json);
                boolean everybody = scope == Scope.EVERYBODY || before.weights().isEmpty();
                heard.accept(new Progress(0, null, "reading"));
                PeopleReading read = PeopleReading.of(connection, everybody ? Optional.empty() : before.seen(), heard);
                People people = read.people();
                RoaringBitmap asked = read.changed();
                if (!everybody) {
                    asked.or(ofOpenPairs(connection));
                }
                connection.commit();
                Found found = people.size() < 2 || people.columns().isEmpty()
                        ? new Found(before.weights(), List.of())
                        : compare(people, before.weights().filter(weights -> !everybody), asked, heard);
                heard.accept(new Progress(0, null, "writing"));
                Findings.write(connection, json, found.matches(), clock.instant());
                SearchState.write(connection, json, found.weights(), read.seen());
                connection.commit();
                return new Result(
                        people.size(), asked.getCardinality(), found.matches().size(), people.fields());
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private record Found(Optional<Weights> weights, List<Match> matches) {}

    private static Found compare(
            People people, Optional<Weights> known, RoaringBitmap asked, Consumer<Progress> heard) {
        Comparison comparison = known.map(weights -> Comparison.with(people, weights))
                .orElseGet(() -> Comparison.learned(people, heard));
        return new Found(
                Optional.of(comparison.weights()),
                comparison.matches(LEAST, row -> asked.contains(people.profile(row)), heard));
    }

    /** What is known of them may weigh otherwise among others. */
    private static RoaringBitmap ofOpenPairs(Connection connection) throws SQLException {
        RoaringBitmap profiles = new RoaringBitmap();
        try (PreparedStatement select =
                        connection.prepareStatement("select one, other from duplicate where state = 'open'");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                profiles.add(row.getInt(1));
                profiles.add(row.getInt(2));
            }
        }
        return profiles;
    }
}

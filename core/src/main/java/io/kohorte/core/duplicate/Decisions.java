// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Duplicates.Pair;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.MergeUndo;
import io.kohorte.core.profile.MergeUndo.Split;
import io.kohorte.core.profile.ProfileConfig;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.ProfileLedger.Resolution;
import io.kohorte.core.profile.ProfileLock;
import io.kohorte.core.profile.ProfilesChanged;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** What is decided about pairs, and carried out: by the way that every merge goes, within the limits of what one profile may have. */
@ApplicationScoped
class Decisions {

    private static final String CAUSE = "duplicate";

    private final DataSource database;
    private final Duplicates duplicates;
    private final ProfileLedger ledger;
    private final Event<ProfilesChanged> changed;
    private final Clock clock;
    private final MeterRegistry meters;

    Decisions(
            DataSource database,
            Duplicates duplicates,
            ProfileConfig config,
            Event<ProfilesChanged> changed,
            Clock clock,
            MeterRegistry meters) {
        this.database = database;
        this.duplicates = duplicates;
        this.ledger = new ProfileLedger(config.limits());
        this.changed = changed;
        this.clock = clock;
        this.meters = meters;
    }

    private record Outcome(Pair pair, Set<String> limited) {}

    /**
     * Makes the two one.
     *
     * @param strength {@link Link.Strength#STATED} where a person says so, who may join two accounts
     */
    void merge(DuplicateId id, String who, Link.Strength strength) throws SQLException {
        Outcome outcome = ProfileLock.EXCLUSIVE.during(database, connection -> {
            Pair pair = find(id, DuplicateState.OPEN);
            Resolution resolution = ledger.resolve(connection, List.of(link(connection, pair, strength)));
            ledger.write(connection, resolution, Map.of(), clock.instant());
            if (resolution.limited().isEmpty()) {
                Duplicates.decide(
                        connection, id, DuplicateState.MERGED, who, clock.instant(), lastMerge(connection, pair));
            }
            return new Outcome(pair, resolution.limited());
        });
        if (!outcome.limited().isEmpty()) {
            throw ProblemException.conflict(
                    "MERGE_REFUSED",
                    "Together the two would have more values of " + String.join(", ", outcome.limited())
                            + " than one profile may have.",
                    "Look whether they really are one person; if so, let your administrator raise"
                            + " kohorte.profile.identity-limits.");
        }
        count("merged");
        tell(Set.of(outcome.pair().one(), outcome.pair().other()));
    }

    /** They are two people. */
    void dismiss(DuplicateId id, String who) throws SQLException {
        ProfileLock.EXCLUSIVE.during(database, connection -> {
            Pair pair = find(id, DuplicateState.OPEN);
            Duplicates.decide(connection, pair.id(), DuplicateState.DISMISSED, who, clock.instant(), null);
            return pair;
        });
        count("dismissed");
    }

    /** They are two people after all: each gets back what it had. */
    Split undo(DuplicateId id, String who) throws SQLException {
        Split split = ProfileLock.EXCLUSIVE.during(database, connection -> {
            Pair pair = find(id, DuplicateState.MERGED);
            Long merge = pair.merge();
            if (merge == null) {
                throw new IllegalStateException("a merged pair knows its merge");
            }
            Split undone = MergeUndo.undo(connection, merge, clock.instant());
            Duplicates.decide(connection, id, DuplicateState.DISMISSED, who, clock.instant(), null);
            return undone;
        });
        count("undone");
        tell(split.changed());
        return split;
    }

    private void count(String decision) {
        meters.counter("kohorte.duplicates.decided", "decision", decision).increment();
    }

    private Pair find(DuplicateId id, DuplicateState state) throws SQLException {
        Pair pair = duplicates.find(id).orElseThrow(() -> ProblemException.notFound("pair", id));
        if (pair.state() != state) {
            throw ProblemException.conflict(
                    "ALREADY_DECIDED",
                    "This pair is " + pair.state().wire() + " by now.",
                    "Load the list again; somebody else may have decided.");
        }
        return pair;
    }

    /** By the name told last of all, so that the merge does not change by which names the two are reached. */
    private static Link link(Connection connection, Pair pair, Link.Strength strength) throws SQLException {
        Map<Integer, Identity> names = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select profile, namespace, value from identity where profile in (?, ?) order by told_at desc,"
                        + " first_seen, value")) {
            select.setInt(1, pair.one());
            select.setInt(2, pair.other());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.putIfAbsent(row.getInt(1), new Identity(row.getString(2), row.getString(3)));
                }
            }
        }
        if (names.size() < 2) {
            throw ProblemException.conflict(
                    "NO_IDENTITY",
                    "One of the two has no identifier any more, so there is nobody to merge.",
                    "Dismiss the pair.");
        }
        List<Identity> lastFirst = List.copyOf(names.values());
        return new Link(lastFirst.subList(0, 1), lastFirst.subList(1, 2), strength, CAUSE);
    }

    private static long lastMerge(Connection connection, Pair pair) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select max(id) from profile_merge where loser = ? and winner = ? and undone_at is null")) {
            select.setInt(1, pair.other());
            select.setInt(2, pair.one());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void tell(Collection<Integer> profiles) {
        RoaringBitmap told = new RoaringBitmap();
        profiles.forEach(told::add);
        changed.fire(ProfilesChanged.permissions(told));
    }
}

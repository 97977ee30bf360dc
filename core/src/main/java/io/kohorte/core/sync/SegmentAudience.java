// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.destination.Accounts;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Traits;
import io.kohorte.core.segment.SegmentStore;
import io.kohorte.segmentsync.AudienceSource;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SkipReason;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Tells the delivery engine what an audience should be: the segments as bitmaps, the people from PostgreSQL. */
@Singleton
class SegmentAudience implements AudienceSource {

    private final Syncs syncs;
    private final Accounts accounts;
    private final SegmentStore segments;
    private final DataSource database;
    private final ObjectMapper json;

    SegmentAudience(Syncs syncs, Accounts accounts, SegmentStore segments, DataSource database, ObjectMapper json) {
        this.syncs = syncs;
        this.accounts = accounts;
        this.segments = segments;
        this.database = database;
        this.json = json;
    }

    @Override
    public SyncPlan plan(SyncId id) {
        var sync = definition(id);
        var account = accounts.find(sync.destination());
        return new SyncPlan(
                id,
                account.key(),
                account.connector(),
                () -> accounts.open(sync.destination()),
                sync.spec(),
                sync.guard(),
                Optional.empty(),
                doubt());
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId id) {
        var sync = definition(id);
        var population = population(sync);
        var needs = needs(sync);
        return population
                .chunks()
                .mapToObj(chunk -> read(connection -> {
                    var reader = new MemberReader(connection, needs, json);
                    return population.wanted(chunk, connection, reader, projection(sync, needs, connection));
                }));
    }

    @Override
    public List<MemberRow> rows(SyncId id, MemberChange.Kind change, RoaringBitmap profiles) {
        var sync = definition(id);
        var needs = needs(sync);
        var numbers = profiles.toArray();
        return read(connection -> {
            var reader = new MemberReader(connection, needs, json);
            var projection = projection(sync, needs, connection);
            return change == MemberChange.Kind.REMOVE
                    ? leaving(connection, reader, projection, numbers)
                    : entering(reader, projection, numbers);
        });
    }

    private static List<MemberRow> entering(MemberReader reader, Projection projection, int[] numbers)
            throws SQLException {
        var sync = projection.sync();
        var facts = reader.read(numbers);
        var rows = new ArrayList<MemberRow>();
        for (var profile : numbers) {
            var known = facts.get(profile);
            var member = projection.of(profile, known);
            if (known.suppressed) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.SUPPRESSED));
            } else if (sync.purpose().isPresent()
                    && !known.allows(sync.purpose().get())) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.NO_CONSENT));
            } else if (!known.identities.containsKey(sync.matchKey())) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.NO_IDENTIFIER));
            } else {
                rows.add(ready(profile, member));
            }
        }
        return rows;
    }

    /** Whoever was merged into another is removed by the other's identifiers, unless the other stays. */
    private List<MemberRow> leaving(Connection connection, MemberReader reader, Projection projection, int[] numbers)
            throws SQLException {
        var sync = projection.sync();
        var winners = winners(connection, numbers);
        var staying = winners.isEmpty() ? new RoaringBitmap() : members(sync);
        var readable = Arrays.stream(numbers)
                .map(profile -> winners.getOrDefault(profile, profile))
                .distinct()
                .toArray();
        var facts = reader.read(readable);
        var rows = new ArrayList<MemberRow>();
        for (var profile : numbers) {
            var person = winners.getOrDefault(profile, profile);
            var known = facts.get(person);
            var member = projection.of(profile, known);
            if (person != profile && staying.contains(person)) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.NOTHING_TO_SEND));
            } else if (!known.identities.containsKey(sync.matchKey())) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.NO_IDENTIFIER));
            } else {
                rows.add(ready(profile, member));
            }
        }
        return rows;
    }

    private static MemberRow ready(int profile, Projection.Member member) {
        return new MemberRow.Ready(profile, member.fingerprint(), member.subject(), member.fields(), member.consent());
    }

    private static Map<Integer, Integer> winners(Connection connection, int[] numbers) throws SQLException {
        var winners = new HashMap<Integer, Integer>();
        try (var select = connection.prepareStatement(
                """
                with recursive chain(loser, winner) as (
                    select number, merged_into from profile where number = any(?) and merged_into is not null
                    union all
                    select c.loser, p.merged_into from chain c join profile p on p.number = c.winner
                     where p.merged_into is not null)
                select loser, min(winner) from chain group by loser""")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", Arrays.stream(numbers).boxed().toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    winners.put(rows.getInt(1), rows.getInt(2));
                }
            }
        }
        return winners;
    }

    private SyncDefinition definition(SyncId id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> syncs.findByIdOptional(id.value()).map(sync -> SyncDefinition.of(sync, json)))
                .orElseThrow(() -> new NoSuchElementException("sync " + id));
    }

    private Population population(SyncDefinition sync) {
        return new Population(sync, members(sync), Holdout.of(sync.holdout(), sync.segments()));
    }

    private RoaringBitmap members(SyncDefinition sync) {
        var members = new RoaringBitmap();
        sync.segments().forEach(segment -> members(segment).ifPresent(members::or));
        return members;
    }

    /** A segment that was deleted has no members any more; the guard asks before that empties an audience. */
    private Optional<RoaringBitmap> members(SegmentId segment) {
        try {
            return Optional.of(segments.members(segment));
        } catch (ProblemException gone) {
            return Optional.empty();
        }
    }

    private Needs needs(SyncDefinition sync) {
        return Needs.of(sync, accounts.find(sync.destination()).connector().identifiers());
    }

    private static Projection projection(SyncDefinition sync, Needs needs, Connection connection) throws SQLException {
        return new Projection(sync, needs, Traits.types(connection, needs.traits()));
    }

    /**
     * A source that used to deliver and whose latest import failed: what we know may be half of the truth, so nobody is
     * removed on its account without a person's word.
     */
    private Optional<String> doubt() {
        return read(connection -> {
            try (var select = connection.prepareStatement(
                            """
                    select s.name from source s
                     where (select r.state from run r where r.kind = 'import' and r.subject = s.id
                             order by r.id desc limit 1) = 'failed'
                       and exists (select 1 from run r where r.kind = 'import' and r.subject = s.id
                                      and r.state like 'completed%')
                     limit 1""");
                    var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of("The latest import of the source '" + row.getString(1) + "' failed.")
                        : Optional.<String>empty();
            }
        });
    }

    private <T> T read(Reading<T> reading) {
        try (var connection = database.getConnection()) {
            return reading.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the members of an audience cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T on(Connection connection) throws SQLException;
    }
}

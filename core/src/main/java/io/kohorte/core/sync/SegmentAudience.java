// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.destination.Accounts;
import io.kohorte.core.profile.Traits;
import io.kohorte.segmentsync.AudienceSource;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.RemappedChunk;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.Capability;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SkipReason;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Tells the delivery engine what an audience should be: the segments as bitmaps, the people from PostgreSQL. */
@Singleton
class SegmentAudience implements AudienceSource {

    private final Syncs syncs;
    private final Accounts accounts;
    private final Memberships memberships;
    private final AudienceGroups groups;
    private final Doubts doubts;
    private final DataSource database;
    private final ObjectMapper json;

    SegmentAudience(
            Syncs syncs,
            Accounts accounts,
            Memberships memberships,
            AudienceGroups groups,
            Doubts doubts,
            DataSource database,
            ObjectMapper json) {
        this.syncs = syncs;
        this.accounts = accounts;
        this.memberships = memberships;
        this.groups = groups;
        this.doubts = doubts;
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
                new SyncAccount(accounts, sync.destination()),
                sync.spec(),
                sync.guard(),
                Optional.empty(),
                doubts.about(sync),
                sync.told());
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId id) {
        var sync = definition(id);
        return wanted(sync, population(sync));
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId id, RoaringBitmap among) {
        var sync = definition(id);
        return wanted(sync, population(sync).among(among));
    }

    private Stream<WantedChunk> wanted(SyncDefinition sync, Population population) {
        var needs = needs(sync);
        return population
                .chunks()
                .mapToObj(chunk -> read(connection -> {
                    var reader = new MemberReader(connection, needs, json);
                    return population.wanted(chunk, connection, reader, projection(sync, needs, connection));
                }));
    }

    /** Whoever a sync would send if it held nobody out, but for some. */
    RoaringBitmap eligible(SyncDefinition sync, RoaringBitmap except) {
        var all = population(sync);
        var population = new Population(
                sync, RoaringBitmap.andNot(all.members(), except), all.elsewhere(), Holdout.of(0, sync.segments()));
        var needs = needs(sync);
        var eligible = new RoaringBitmap();
        population.chunks().forEach(chunk -> {
            RoaringBitmap people =
                    read(connection -> population.people(chunk, connection, new MemberReader(connection, needs, json)));
            eligible.or(people);
        });
        return eligible;
    }

    /** Everybody whom a sync wants, as its mapping has them and as a new one would, from the same data. */
    Stream<RemappedChunk> remapped(SyncDefinition before, SyncDefinition after) {
        var population = population(after);
        var old = needs(before);
        var fresh = needs(after);
        var both = old.and(fresh);
        return population
                .chunks()
                .mapToObj(chunk -> read(connection -> population.remapped(
                        chunk,
                        connection,
                        new MemberReader(connection, both, json),
                        projection(before, old, connection),
                        projection(after, fresh, connection))));
    }

    @Override
    public List<MemberRow> rows(SyncId id, MemberChange.Kind change, RoaringBitmap profiles, IntUnaryOperator sentAs) {
        var sync = definition(id);
        var needs = needs(sync);
        var numbers = profiles.toArray();
        return read(connection -> {
            var reader = new MemberReader(connection, needs, json);
            var projection = projection(sync, needs, connection);
            return change == MemberChange.Kind.REMOVE
                    ? leavers(connection, reader, projection).rows(numbers, sentAs)
                    : entering(reader, projection, numbers);
        });
    }

    private List<MemberRow> entering(MemberReader reader, Projection projection, int[] numbers) throws SQLException {
        var sync = projection.sync();
        var elsewhere = groups.elsewhere(sync);
        var facts = reader.read(numbers);
        var rows = new ArrayList<MemberRow>();
        for (var profile : numbers) {
            var known = facts.get(profile);
            var member = projection.of(profile, known);
            if (known.suppressed) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.SUPPRESSED));
            } else if (elsewhere.contains(profile)) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.OTHER_AUDIENCE));
            } else if (sync.purpose().isPresent()
                    && !known.allows(sync.purpose().get())) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.NO_CONSENT));
            } else if (known.named(sync.keys()).isEmpty()) {
                rows.add(new MemberRow.Skipped(profile, member.fingerprint(), SkipReason.NO_IDENTIFIER));
            } else {
                rows.add(member.row());
            }
        }
        return rows;
    }

    private Leavers leavers(Connection connection, MemberReader reader, Projection projection) {
        var sync = projection.sync();
        var knowsNumbers = accounts.find(sync.destination()).connector().can(Capability.PROFILE_IDS);
        return new Leavers(connection, reader, projection, knowsNumbers, () -> population(sync));
    }

    private SyncDefinition definition(SyncId id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> syncs.findByIdOptional(id.value()).map(sync -> SyncDefinition.of(sync, json)))
                .orElseThrow(() -> new NoSuchElementException("sync " + id));
    }

    private Population population(SyncDefinition sync) {
        return new Population(
                sync,
                memberships.of(sync.segments()),
                groups.elsewhere(sync),
                Holdout.of(sync.holdout(), sync.segments()));
    }

    private Needs needs(SyncDefinition sync) {
        return Needs.of(sync, accounts.find(sync.destination()).connector().identifiers());
    }

    private static Projection projection(SyncDefinition sync, Needs needs, Connection connection) throws SQLException {
        return Projection.of(sync, needs, Traits.types(connection, needs.traits()));
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

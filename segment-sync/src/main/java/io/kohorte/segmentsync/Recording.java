// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Writes down, for one execution, what happened: each step in one transaction that checks the lease's token first. What
 * is not written down did not happen, and the next comparison finds it.
 *
 * <p>Where sending twice is harmless, the fate of a batch is written together with the opening of the next but one, while
 * the next is out, and before any wait and at the end: one commit a batch instead of two, and none between two calls. A
 * crash meanwhile leaves batches open, as one before the answer would.
 */
final class Recording {

    private final Books books;
    private final Lease lease;
    private final RunId run;
    private final Clock clock;
    private final int mergeAfter;
    private final Onlooker onlooker;
    private long unmerged;
    private long requests;
    private final Urgency urgency;
    private Optional<Transactions.Deed> answered = Optional.empty();
    private Optional<Shipment> openedAhead = Optional.empty();
    private boolean healthKnown;
    private boolean refusalsStand = true;
    private boolean brief;
    private final RoaringBitmap left = new RoaringBitmap();
    private Optional<Snapshotted> snapshot = Optional.empty();

    /**
     * The snapshot that batches are parts of.
     *
     * @param changed of those who are told again, whose data is other than what the destination had
     */
    private record Snapshotted(Telling telling, RoaringBitmap changed) {}

    /** When the fate of a batch is written, and whether batches may be opened that do not go out at once. */
    enum Urgency {
        AT_ONCE,
        WITH_THE_NEXT
    }

    Recording(Books books, Lease lease, RunId run, Clock clock, int mergeAfter, Urgency urgency, Onlooker onlooker) {
        this.urgency = urgency;
        this.books = books;
        this.lease = lease;
        this.run = run;
        this.clock = clock;
        this.mergeAfter = mergeAfter;
        this.onlooker = onlooker;
    }

    Instant now() {
        return clock.instant();
    }

    SyncId sync() {
        return lease.sync();
    }

    /** Saves looking for refusals to remove when there are none. */
    void expectRefusals(Standing standing) {
        refusalsStand = standing.size() > 0;
    }

    /** Whether this round took them off the record of the destination: before anything is sent after, that is written. */
    boolean hasLeft(int profile) {
        return left.contains(profile);
    }

    /** A new comparison was made: it knows who left. */
    void beginRound() {
        left.clear();
    }

    /** Fingerprints under which the destination has these, or may have them. */
    Map<Integer, Long> held(RoaringBitmap profiles) {
        flush();
        var held = new HashMap<Integer, Long>();
        books.ledger().held(sync(), profiles).forEachRemaining(chunk -> {
            int row = 0;
            for (int low : chunk.members().toArray()) {
                held.put(chunk.chunk() << 16 | low, chunk.fingerprints()[row++]);
            }
        });
        return held;
    }

    /** A call went out; counted with whatever is recorded next. */
    void requested() {
        requests++;
    }

    /**
     * Written before anything is sent. The lease is surely held when this returns.
     *
     * @throws Ended when a person wants the run to stop
     */
    void open(Shipment shipment) {
        if (openedAhead.filter(ahead -> ahead.key().equals(shipment.key())).isPresent()) {
            var fresh = books.transactions().look(connection -> {
                books.runs().orders(connection, sync(), run);
                return lease.isFresh(connection);
            });
            if (!fresh) {
                lease.prolong();
            }
            openedAhead = Optional.empty();
        } else {
            var at = now();
            write(connection -> {
                books.runs().orders(connection, sync(), run);
                books.outbox().open(connection, sync(), run, shipment, at);
            });
        }
    }

    /** For the next batch, while one is out: opening it when its turn comes then only asks whether the run is to go on. */
    void openAhead(Shipment shipment) {
        if (urgency == Urgency.WITH_THE_NEXT) {
            var at = now();
            write(connection -> books.outbox().open(connection, sync(), run, shipment, at));
            openedAhead = Optional.of(shipment);
        }
    }

    /** At an orderly end: all that is known is written, and what was opened ahead never went out. */
    void conclude() {
        openedAhead.ifPresent(this::close);
        flush();
    }

    /** Writes what is known but not written yet. */
    void flush() {
        if (answered.isPresent()) {
            write(connection -> {});
        }
    }

    private void write(Transactions.Deed deed) {
        lease.record(connection -> {
            if (answered.isPresent()) {
                answered.get().in(connection);
            }
            deed.in(connection);
        });
        answered = Optional.empty();
    }

    /** Nothing of this batch arrived with the last attempt. */
    void close(Shipment shipment) {
        var step = RunReports.Step.requests(takeRequests());
        write(connection -> {
            books.outbox().close(connection, shipment.key());
            books.reports().add(connection, run, step);
        });
        openedAhead = openedAhead.filter(ahead -> !ahead.key().equals(shipment.key()));
    }

    void job(Shipment shipment, JobTicket ticket, Instant lookAgain) {
        var step = RunReports.Step.requests(takeRequests());
        write(connection -> {
            books.outbox().job(connection, shipment.key(), ticket, lookAgain);
            noteSnapshot(connection);
            books.reports().add(connection, run, step);
        });
    }

    /** The fate of every row of a batch. */
    void tidings(MemberChange.Kind kind, Tidings tidings) {
        record(kind, tidings, tidings.accepted().length, tidings.count(Refusal.State.REJECTED));
    }

    /** Rows that were never sent: skipped and invalid ones, and leavers of whom there is nothing to remove. */
    void unsent(MemberChange.Kind kind, Tidings tidings) {
        record(kind, tidings, 0, 0);
    }

    /** The destination told counts only: who was refused, nobody knows. */
    void counted(MemberChange.Kind kind, Tidings tidings, long accepted, long refused) {
        record(kind, tidings, accepted, refused);
    }

    private void confirmed(Connection connection, Tidings tidings, Instant at) throws SQLException {
        var change = tidings.shipment().change();
        books.ledger().receipt(connection, sync(), run, change, tidings.accepted(), tidings.acceptedPrints(), at);
        books.ledger().receipt(connection, sync(), run, Change.RELEASED, tidings.released(), new long[0], at);
    }

    private void doubtsAndRefusals(Connection connection, Tidings tidings, Instant at) throws SQLException {
        books.ledger().receipt(connection, sync(), run, Change.UNCLEAR, tidings.unclear(), tidings.unclearPrints(), at);
        if (refusalsStand) {
            books.refusals().remove(connection, sync(), tidings.accepted());
            books.refusals().remove(connection, sync(), tidings.released());
        }
        books.refusals().put(connection, sync(), run, tidings.refusals(), at);
    }

    private void record(MemberChange.Kind kind, Tidings tidings, long accepted, long rejected) {
        var step = new RunReports.Step(
                snapshot.isPresent() ? counted(tidings.shipment().change()) : kind,
                snapshot.map(some -> news(some, tidings)).orElse(accepted),
                rejected,
                tidings.count(Refusal.State.SKIPPED),
                tidings.count(Refusal.State.INVALID),
                takeRequests(),
                tidings.size());
        var code = tidings.refusals().stream().map(Refusal::code).findFirst().orElse("");
        tell(tidings.shipment().change(), step, 0, code);
        var at = now();
        refusalsStand |= !tidings.refusals().isEmpty();
        var recovered = accepted > 0 && !healthKnown;
        flush();
        answered = Optional.of(connection -> {
            if (snapshot.isPresent()) {
                books.outbox().part(connection, tidings.shipment().only(tidings.accepted(), tidings.acceptedPrints()));
                noteSnapshot(connection);
            } else {
                books.outbox().close(connection, tidings.shipment().key());
                confirmed(connection, tidings, at);
            }
            doubtsAndRefusals(connection, tidings, at);
            books.reports().add(connection, run, step);
            if (recovered) {
                Health.well(connection, sync());
            }
        });
        if (tidings.shipment().change().leaves()) {
            left.add(tidings.accepted());
            left.add(tidings.released());
        }
        healthKnown |= accepted > 0;
        unmerged += snapshot.isPresent() ? 0 : tidings.accepted().length;
        if (unmerged >= mergeAfter) {
            merge();
        } else if (urgency == Urgency.AT_ONCE) {
            flush();
        }
    }

    /** Rows that ran out of attempts: they stay on record and are due again. */
    void postpone(MemberChange.Kind kind, Change change, List<Retries.Row> rows) {
        var refusals = rows.stream()
                .map(row -> Refusal.postponed(row.profile(), change, row.fingerprint(), row.problem()))
                .toList();
        var step = new RunReports.Step(kind, 0, 0, 0, 0, takeRequests(), rows.size());
        tell(change, step, rows.size(), rows.get(0).problem().code().name());
        var at = now();
        refusalsStand = true;
        write(connection -> {
            books.refusals().put(connection, sync(), run, refusals, at);
            books.reports().add(connection, run, step);
        });
    }

    /**
     * The destination may have this batch, and sending it again is harmless: it goes out again under its key while its rows
     * stay as they are. Whatever a further attempt comes to, what this one may have done is on record.
     */
    void mayBeThere(Shipment shipment) {
        if (snapshot.isPresent()) {
            return; // it goes out again as it is, or another snapshot begins
        }
        var step = RunReports.Step.requests(takeRequests());
        var at = now();
        write(connection -> {
            books.ledger().unclear(connection, sync(), run, shipment, at);
            books.outbox().unclear(connection, shipment.key());
            books.reports().add(connection, run, step);
        });
    }

    /** The destination may have this batch, and sending it again may do harm: a person has to look. */
    void mustBeLookedUp(MemberChange.Kind kind, Shipment shipment, Problem problem) {
        var step = new RunReports.Step(kind, 0, shipment.size(), 0, 0, takeRequests(), shipment.size());
        tell(shipment.change(), step, 0, problem.code().name());
        var at = now();
        refusalsStand = true;
        write(connection -> {
            books.ledger().unclear(connection, sync(), run, shipment, at);
            books.outbox().close(connection, shipment.key());
            books.refusals().put(connection, sync(), run, Unclear.firm(shipment, problem), at);
            books.reports().add(connection, run, step);
        });
    }

    /** From now on batches are parts of this snapshot. */
    void tells(Telling telling, RoaringBitmap changed) {
        snapshot = Optional.of(new Snapshotted(telling, changed));
    }

    void noteSnapshot() {
        write(this::noteSnapshot);
    }

    private void noteSnapshot(Connection connection) throws SQLException {
        if (snapshot.isPresent()) {
            snapshot.get().telling().note(connection, sync());
        }
    }

    private static MemberChange.Kind counted(Change change) {
        return change == Change.ADDED ? MemberChange.Kind.ADD : MemberChange.Kind.UPDATE;
    }

    /** To be told again just as before is nothing to count. */
    private static long news(Snapshotted snapshot, Tidings tidings) {
        return tidings.shipment().change() == Change.ADDED
                ? tidings.accepted().length
                : Arrays.stream(tidings.accepted())
                        .filter(snapshot.changed()::contains)
                        .count();
    }

    /** The last part went through: the destination has whoever was taken with one of the parts, and nobody else. */
    void snapshotTaken() {
        flush();
        var gone = books.ledger().members(sync());
        gone.andNot(books.outbox().told(sync()));
        var step = removed(gone.getLongCardinality());
        var at = now();
        lease.record(connection -> {
            books.outbox().takeParts(connection, sync(), part -> books.ledger()
                    .receipt(connection, sync(), run, part.change(), part.profiles(), part.fingerprints(), at));
            books.ledger().receipt(connection, sync(), run, Change.REMOVED, gone.toArray(), new long[0], at);
            books.reports().add(connection, run, step);
            Telling.over(connection, sync());
        });
        tell(Change.REMOVED, step, 0, "");
        snapshot = Optional.empty();
        merge();
    }

    private static RunReports.Step removed(long members) {
        return new RunReports.Step(MemberChange.Kind.REMOVE, members, 0, 0, 0, 0, 0);
    }

    /** Nobody knows what the destination has of the snapshot: with the next run another begins. */
    void snapshotBroke() {
        openedAhead = Optional.empty();
        answered = Optional.empty();
        var at = now();
        lease.record(connection -> Telling.begin(connection, sync(), at));
    }

    /** A run of a moment shows no phases: each costs a commit. */
    void beBrief() {
        brief = true;
    }

    void phase(String phase) {
        if (!brief) {
            write(connection -> books.reports().phase(connection, run, phase));
        }
    }

    void merge() {
        flush();
        books.merge().all(lease);
        unmerged = 0;
    }

    private void tell(Change change, RunReports.Step step, long postponed, String code) {
        onlooker.recorded(
                sync(),
                new Onlooker.Rows(
                        change.wire(),
                        step.accepted(),
                        step.rejected(),
                        step.skipped(),
                        step.invalid(),
                        postponed,
                        code));
    }

    private long takeRequests() {
        long taken = requests;
        requests = 0;
        return taken;
    }
}

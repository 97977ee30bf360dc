// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Writes down, for one execution, what happened: each step in one transaction that checks the lease's token first. What
 * is not written down did not happen, and the next comparison finds it.
 */
final class Recording {

    private final Books books;
    private final Lease lease;
    private final RunId run;
    private final Clock clock;
    private final int mergeAfter;
    private long unmerged;
    private long requests;
    private boolean healthKnown;

    Recording(Books books, Lease lease, RunId run, Clock clock, int mergeAfter) {
        this.books = books;
        this.lease = lease;
        this.run = run;
        this.clock = clock;
        this.mergeAfter = mergeAfter;
    }

    Instant now() {
        return clock.instant();
    }

    SyncId sync() {
        return lease.sync();
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
        lease.record(connection -> {
            books.runs().orders(connection, sync(), run);
            books.outbox().open(connection, sync(), run, shipment, now());
        });
        if (!lease.isFresh()) {
            lease.prolong();
        }
    }

    /** Nothing of this batch arrived. */
    void close(Shipment shipment) {
        lease.record(connection -> {
            books.outbox().close(connection, shipment.key());
            books.runs().add(connection, run, Runs.Step.requests(takeRequests()));
        });
    }

    void job(Shipment shipment, JobTicket ticket, Instant lookAgain) {
        lease.record(connection -> {
            books.outbox().job(connection, shipment.key(), ticket, lookAgain);
            books.runs().add(connection, run, Runs.Step.requests(takeRequests()));
        });
    }

    /** The fate of every row of a batch. */
    void tidings(MemberChange.Kind kind, Tidings tidings) {
        var shipment = tidings.shipment();
        var accepted = tidings.accepted();
        var rejected = tidings.count(Refusal.State.REJECTED);
        record(kind, tidings, accepted.length, rejected, connection -> {
            books.outbox().close(connection, shipment.key());
            receipts(connection, tidings);
        });
    }

    /** Rows that were never sent: skipped and invalid ones, and leavers of whom there is nothing to remove. */
    void unsent(MemberChange.Kind kind, Tidings tidings) {
        record(kind, tidings, 0, 0, connection -> receipts(connection, tidings));
    }

    /** The destination told counts only: who was refused, nobody knows. */
    void counted(MemberChange.Kind kind, Tidings tidings, long accepted, long refused) {
        record(kind, tidings, accepted, refused, connection -> {
            books.outbox().close(connection, tidings.shipment().key());
            receipts(connection, tidings);
        });
    }

    private void receipts(Connection connection, Tidings tidings) throws SQLException {
        var change = tidings.shipment().change();
        var at = now();
        books.ledger().receipt(connection, sync(), run, change, tidings.accepted(), tidings.acceptedPrints(), at);
        books.ledger().receipt(connection, sync(), run, Change.RELEASED, tidings.released(), new long[0], at);
        var unclear = tidings.unclear();
        books.ledger().receipt(connection, sync(), run, Change.UNCLEAR, unclear, new long[unclear.length], at);
        books.refusals().remove(connection, sync(), tidings.accepted());
        books.refusals().remove(connection, sync(), tidings.released());
        books.refusals().put(connection, sync(), run, tidings.refusals(), at);
    }

    private void record(MemberChange.Kind kind, Tidings tidings, long accepted, long rejected, Transactions.Deed deed) {
        var skipped = tidings.count(Refusal.State.SKIPPED);
        var invalid = tidings.count(Refusal.State.INVALID);
        var acceptedRows = tidings.accepted().length;
        long done = (long) acceptedRows
                + tidings.released().length
                + tidings.refusals().size();
        lease.record(connection -> {
            deed.in(connection);
            books.runs()
                    .add(
                            connection,
                            run,
                            new Runs.Step(kind, accepted, rejected, skipped, invalid, takeRequests(), done));
            if (accepted > 0 && !healthKnown) {
                Health.well(connection, sync());
            }
        });
        healthKnown |= accepted > 0;
        unmerged += acceptedRows;
        if (unmerged >= mergeAfter) {
            merge();
        }
    }

    /** Rows that ran out of attempts: they stay on record and are due again. */
    void postpone(MemberChange.Kind kind, Change change, List<Retries.Row> rows) {
        var refusals = rows.stream()
                .map(row -> Refusal.postponed(row.profile(), change, row.fingerprint(), row.problem()))
                .toList();
        lease.record(connection -> {
            books.refusals().put(connection, sync(), run, refusals, now());
            books.runs().add(connection, run, new Runs.Step(kind, 0, 0, 0, 0, takeRequests(), rows.size()));
        });
    }

    /**
     * The destination may have this batch. Sending it again is harmless: it is due again, under its key while its rows
     * stay as they are.
     */
    void mayBeThere(Shipment shipment, Problem problem) {
        lease.record(connection -> {
            books.ledger().unclear(connection, sync(), run, shipment, now());
            books.outbox().unclear(connection, shipment.key());
            books.refusals().put(connection, sync(), run, Unclear.postponed(shipment, problem), now());
            books.runs().add(connection, run, Runs.Step.requests(takeRequests()));
        });
    }

    /** The destination may have this batch, and sending it again may do harm: a person has to look. */
    void mustBeLookedUp(MemberChange.Kind kind, Shipment shipment, Problem problem) {
        lease.record(connection -> {
            books.ledger().unclear(connection, sync(), run, shipment, now());
            books.outbox().close(connection, shipment.key());
            books.refusals().put(connection, sync(), run, Unclear.firm(shipment, problem), now());
            books.runs()
                    .add(
                            connection,
                            run,
                            new Runs.Step(kind, 0, shipment.size(), 0, 0, takeRequests(), shipment.size()));
        });
    }

    void phase(String phase) {
        lease.record(connection -> books.runs().phase(connection, run, phase));
    }

    void merge() {
        books.merge().all(lease);
        unmerged = 0;
    }

    private long takeRequests() {
        long taken = requests;
        requests = 0;
        return taken;
    }
}

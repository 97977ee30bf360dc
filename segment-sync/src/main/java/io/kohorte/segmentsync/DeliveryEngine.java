// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Brings every audience to the state that the {@link AudienceSource} wants. Thread-safe; one per process. Several
 * processes may work on one database: a sync is delivered by one of them at a time, and so are all syncs of an account,
 * whose pace and circuit they share.
 *
 * <p>Callers execute {@link #due() due} runs on threads of their own, so a destination that hangs costs nobody else's time.
 * Beside them there is one thread that keeps leases alive, and, while a batch is out, one that puts the next together.
 * Methods open transactions of their own and must not be called inside of one. When the database fails they throw {@link
 * DeliveryStoreException}.
 */
public final class DeliveryEngine implements AutoCloseable {

    private final Books books;
    private final AudienceSource source;
    private final Clock clock;
    private final String owner;
    private final Leases leases;
    private final Figures figures;
    private final Executions executions;
    private final Undos undos;
    private final Onlooker onlooker;

    /** @param dataSource over the schema of {@code db/segment-sync} */
    public DeliveryEngine(
            DataSource dataSource, AudienceSource source, DeliveryPolicy policy, Clock clock, Waiter waiter) {
        this(dataSource, source, policy, clock, waiter, Onlooker.NOBODY);
    }

    /** @param onlooker for metrics, traces and logs */
    public DeliveryEngine(
            DataSource dataSource,
            AudienceSource source,
            DeliveryPolicy policy,
            Clock clock,
            Waiter waiter,
            Onlooker onlooker) {
        this(dataSource, source, policy, clock, waiter, onlooker, DeliveryEngine::onAThread);
    }

    DeliveryEngine(
            DataSource dataSource,
            AudienceSource source,
            DeliveryPolicy policy,
            Clock clock,
            Waiter waiter,
            Executor helpers) {
        this(dataSource, source, policy, clock, waiter, Onlooker.NOBODY, helpers);
    }

    /** @param helpers put the next batch together while one is out */
    DeliveryEngine(
            DataSource dataSource,
            AudienceSource source,
            DeliveryPolicy policy,
            Clock clock,
            Waiter waiter,
            Onlooker onlooker,
            Executor helpers) {
        this.books = Books.in(dataSource, policy, clock);
        this.source = source;
        this.clock = clock;
        this.owner = UUID.randomUUID().toString();
        var accounts = new Accounts(books.transactions(), clock, policy.circuit(), policy.lease(), owner);
        this.leases = new Leases(books.transactions(), policy.lease(), owner, accounts::prolong);
        this.figures = new Figures(books.transactions(), clock, policy.circuit());
        this.executions = new Executions(books, source, accounts, figures, policy, clock, waiter, helpers, onlooker);
        this.undos = new Undos(books, source, clock);
        this.onlooker = onlooker;
    }

    /** One of an execution at a time, gone once its batch is ready. */
    private static void onAThread(Runnable work) {
        var thread = new Thread(work, "delivery-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Asks for a run, and returns at once. A sync has one open run: if it waits, this request joins it; if it is running,
     * another follows it; if the sync is paused, the run stays paused until {@link #resume}, unless only the guard had
     * stopped it: then it is looked at anew.
     *
     * @param trigger why, for people; {@link Run#MANUAL} does not wait for a destination that was down
     */
    public RunId queue(SyncId sync, String trigger, Removals removals) {
        return books.queue().queue(sync, trigger, removals);
    }

    /**
     * Asks for a run that looks at these profiles only, for who tells of changes as they happen. Looks at once whether any
     * of them differs, and leaves no trace if none does. Whenever looking at them is not enough (after a crash, a failure,
     * a pause, or an hour), it becomes a run that looks at everybody.
     *
     * @param profiles who may have to be at the destination otherwise than before: those who entered or left, and members
     *     whose data, consent or suppression changed. Their change is committed
     * @return the run that will look at them; empty when none is needed
     */
    public Optional<RunId> queueFor(SyncId sync, String trigger, RoaringBitmap profiles) {
        var scope = Scope.of(profiles);
        return books.queue().join(sync, trigger, scope).or(() -> {
            var comparing = new Comparing(source.plan(sync), source, books);
            return comparing.of(scope, comparing.standing(scope)).isSettled()
                    ? Optional.empty()
                    : Optional.of(books.queue().queue(sync, trigger, Removals.ASK, scope));
        });
    }

    /**
     * Asks for a run if everybody was last looked at more than an hour ago, or something since then left them in doubt. To be
     * asked now and then for syncs that otherwise only hear of changes: what nobody told is found so.
     */
    public Optional<RunId> queueIfOwed(SyncId sync, String trigger) {
        return books.queue().queueIfOwed(sync, trigger);
    }

    /**
     * Everybody may have to be at the destination otherwise than before, for example because the sync is defined
     * differently: the next run looks at everybody, whoever asks for it.
     */
    public void lookAtEverybody(SyncId sync) {
        books.transactions().run(connection -> Scopes.askForEverybody(connection, sync));
    }

    /**
     * Executes a run on the calling thread until it ends, pauses, or has to wait long. Does nothing when it is not due or
     * when somebody else has the sync.
     *
     * @return the run as it stands then
     * @throws NoSuchElementException if there is no such run
     */
    public Run execute(RunId id) {
        var run = books.reports().find(id).orElseThrow();
        if (!run.state().isFinal() && run.state() != RunState.PAUSED) {
            var lease = leases.acquire(run.sync());
            if (lease.isPresent()) {
                return execute(run, lease.get());
            }
        }
        return books.reports().find(id).orElse(run);
    }

    private Run execute(Run run, Lease lease) {
        try (var execution = onlooker.begins(new Onlooker.Step.Execution(run.id(), run.sync(), run.trigger()))) {
            executions.perform(run.id(), lease);
            var now = books.reports().find(run.id()).orElse(run);
            execution.count("accepted", now.counts().accepted());
            execution.count("rejected", now.counts().rejected());
            execution.count("skipped", now.counts().skipped());
            execution.count("invalid", now.counts().invalid());
            execution.count("requests", now.counts().requests());
            now.problem().ifPresent(problem -> execution.problem(problem.code()));
            execution.outcome(now.state().wire());
            return now;
        } finally {
            leases.release(lease);
        }
    }

    /**
     * Runs that can be executed now: queued ones, those whose waiting time is over, and those whose process died; without
     * those whose account another process has. Cheap enough to be asked every second.
     */
    public List<RunId> due() {
        return books.queue().due(owner);
    }

    public Optional<Run> run(RunId id) {
        return books.reports().find(id);
    }

    /** Latest first. */
    public List<Run> runs(SyncId sync, int limit) {
        return books.reports().list(Optional.of(sync), Long.MAX_VALUE, limit);
    }

    /** Runs of all syncs, or of one, with numbers below {@code before}, latest first. */
    public List<Run> runs(Optional<SyncId> sync, long before, int limit) {
        return books.reports().list(sync, before, limit);
    }

    /** Ends an open run; what is on its way is recorded first. The difference stays for the next run. */
    public void cancel(RunId id) {
        books.runs().cancel(id);
    }

    /** No batch leaves after this, but the one on its way. */
    public void pause(SyncId sync) {
        books.runs().pause(sync, new RunProblem(RunProblem.PAUSED_BY_HAND, "The sync was paused by a person.", "", ""));
    }

    /** Lets a paused sync go on, whatever had paused it; its open run is due again. */
    public void resume(SyncId sync) {
        books.runs().resume(sync);
    }

    /** Lets all syncs of an account go on, for example after its credentials were mended. */
    public void resumeAccount(String account) {
        figures.syncsOf(account).forEach(this::resume);
    }

    /** The next run sends every member again, as if nothing were known of what the destination has. */
    public void resync(SyncId sync) {
        books.transactions().run(connection -> {
            var unused = Pauses.lock(connection, sync);
            Remote.resync(connection, sync);
        });
    }

    /**
     * How many confirmed members a change of the mapping alone would send again; whoever differs anyway is not counted.
     *
     * @param chunks everybody wanted; closed
     */
    public long wouldResend(SyncId sync, Stream<RemappedChunk> chunks) {
        try (chunks) {
            return new Adoption(books, sync).wouldResend(chunks.iterator());
        }
    }

    /**
     * Lets a change of the mapping count from now on: whoever is confirmed as the old mapping had them counts as sent under
     * the new one. A crash meanwhile sends some of them again, and loses nobody.
     *
     * @param chunks everybody wanted; closed
     * @param change makes the new mapping the one that the {@link AudienceSource} answers by
     * @throws SyncBusyException while the sync is being delivered; nothing is changed then
     */
    public void adoptMapping(SyncId sync, Stream<RemappedChunk> chunks, Runnable change) {
        try (chunks) {
            leases.alone(sync, lease -> {
                new Adoption(books, sync).adopt(lease, chunks);
                change.run();
                return sync;
            });
        }
    }

    /**
     * Forgets a sync that is gone for good, with all its state. Nothing is removed at the destination.
     *
     * @throws SyncBusyException while it is being delivered
     */
    public void forget(SyncId sync) {
        if (figures.status(sync).isEmpty()) {
            return;
        }
        leases.alone(sync, lease -> {
            lease.record(connection -> {
                Remote.forget(connection, sync);
                Accounts.forgetUnused(connection);
            });
            return sync;
        });
    }

    /**
     * What a run would do now, without sending or saving anything. Reads every row of the difference, so it takes about
     * as long as the run without the destination.
     *
     * @param sampleSize rows shown with their requests
     * @throws io.kohorte.spi.ConnectorException when the account cannot be opened
     */
    public DryRun dryRun(SyncId sync, int sampleSize) {
        var plan = source.plan(sync);
        var comparison = new Comparison(
                plan, books.refusals().standing(sync), books.outbox().inJobs(sync));
        try (var wanted = source.wanted(sync)) {
            var unmerged = books.transactions().call(connection -> Unmerged.of(connection, sync));
            var acknowledged = unmerged.over(books.ledger().acknowledged(sync));
            var difference = comparison.of(wanted.iterator(), acknowledged);
            return new Rehearsal(plan, source, difference, clock.instant(), sampleSize)
                    .perform(Guard.check(plan, difference));
        }
    }

    /**
     * What undoing a run would do now, without sending anything.
     *
     * @throws NoSuchElementException if there is no such run
     * @throws UndoRefusedException if it cannot be undone
     * @throws SyncBusyException while the sync is being delivered
     * @throws io.kohorte.spi.ConnectorException when the account cannot be opened
     */
    public UndoPreview dryUndo(RunId id, int sampleSize) {
        var run = books.reports().find(id).orElseThrow();
        return leases.alone(run.sync(), lease -> undos.preview(lease, run, sampleSize));
    }

    /**
     * Asks for a run that takes back another: whoever entered with it leaves, whoever left enters again with the data of
     * now, except those who entered or left with a later run. It goes out although the sync is paused, and the sync is
     * paused after it, since the next comparison would do it all again. Asking twice asks once.
     *
     * @throws NoSuchElementException if there is no such run
     * @throws UndoRefusedException if it cannot be undone
     * @throws SyncBusyException while the sync is being delivered
     */
    public RunId undo(RunId id) {
        var run = books.reports().find(id).orElseThrow();
        return leases.alone(run.sync(), lease -> {
            undos.check(lease, run);
            return books.queue().undo(run);
        });
    }

    /**
     * Sends one wanted member now, for real, and records it like any other.
     *
     * @throws SyncBusyException while the sync is being delivered
     */
    public TestRow testRow(SyncId sync, int profile) {
        var plan = source.plan(sync);
        var trial = new Trial(plan, source, books, clock);
        if (!trial.isWanted(profile)) {
            return Trial.notWanted();
        }
        books.transactions().run(connection -> Pauses.lock(connection, sync));
        return leases.alone(sync, lease -> executions.perform(trial, lease, profile));
    }

    /** Rejected, invalid and skipped members: looked at, and tried again. */
    public Workbench workbench() {
        return books.workbench();
    }

    /** What is on record about one profile, at all destinations, latest first. */
    public List<Sent> whatWasSent(int profile) {
        return books.ledger().sent(profile);
    }

    /**
     * Everybody whom some destination had accepted and not given back at this moment, so who may have been treated. Only as
     * far back as receipts are kept.
     */
    public RoaringBitmap heldAt(Instant moment) {
        return heldAt(moment, sync -> true);
    }

    /** The same, of some syncs only. */
    public RoaringBitmap heldAt(Instant moment, Predicate<SyncId> syncs) {
        return RoaringBitmap.or(books.ledger().heldAt(moment).entrySet().stream()
                .filter(held -> syncs.test(held.getKey()))
                .map(Map.Entry::getValue)
                .iterator());
    }

    /**
     * Everybody whom the destination of a sync has confirmed, or had confirmed at some time since this moment, as far back as receipts are kept.
     */
    public RoaringBitmap reachedSince(SyncId sync, Instant moment) {
        return RoaringBitmap.or(books.ledger().members(sync), books.ledger().receivedSince(sync, moment));
    }

    /** Profile numbers the destination confirmed. */
    public RoaringBitmap acknowledged(SyncId sync) {
        return books.ledger().members(sync);
    }

    /** Whoever the destination has or may have: confirmed, or in a batch whose fate is not recorded yet. */
    public RoaringBitmap held(SyncId sync) {
        var held = books.outbox().members(sync);
        held.or(books.ledger().members(sync));
        return held;
    }

    /** Empty for a sync that was never queued. */
    public Optional<SyncStatus> status(SyncId sync) {
        return figures.status(sync);
    }

    /** All syncs that were ever queued, by number. */
    public List<SyncStatus> statuses() {
        return figures.statuses();
    }

    /** Stops keeping leases alive. Executions still going on lose theirs and record nothing more once it runs out. */
    @Override
    public void close() {
        leases.close();
    }
}

// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.audit.Audit;
import io.kohorte.core.duplicate.DuplicateSearch.Result;
import io.kohorte.core.duplicate.DuplicateSearch.Scope;
import io.kohorte.core.duplicate.Duplicates.Pair;
import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Link;
import io.kohorte.core.run.Progress;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunState;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.ImportFinished;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Searches asked for and at work: one at a time, on any node that learns. */
@ApplicationScoped
class DuplicateRuns {

    private static final Logger LOG = Logger.getLogger(DuplicateRuns.class);
    private static final long LOOK_SECONDS = 5;
    private static final String MANUAL = "manual";
    private static final String IMPORT = "import";

    private final Runs runs;
    private final RunLock lock;
    private final DuplicateSearch search;
    private final DuplicateSettings settings;
    private final Duplicates duplicates;
    private final Decisions decisions;
    private final Audit audit;
    private final KohorteConfig config;
    private final ScheduledExecutorService worker = Background.thread("kohorte-duplicates");

    DuplicateRuns(
            Runs runs,
            RunLock lock,
            DuplicateSearch search,
            DuplicateSettings settings,
            Duplicates duplicates,
            Decisions decisions,
            Audit audit,
            KohorteConfig config) {
        this.runs = runs;
        this.lock = lock;
        this.search = search;
        this.settings = settings;
        this.duplicates = duplicates;
        this.decisions = decisions;
        this.audit = audit;
        this.config = config;
    }

    /**
     * What a search came to.
     *
     * @param merged how many pairs were merged without asking
     */
    record Outcome(Result found, int merged) {}

    /** Asks for a search among everybody; one that waits or is at work is answered instead of a second. */
    RunId request() {
        return open().orElseGet(() -> begin(MANUAL));
    }

    /** After the first search by hand, what an import changes is looked at by itself. */
    void imported(@Observes ImportFinished finished) throws SQLException {
        if (settings.hasSearched() && open().isEmpty()) {
            begin(IMPORT);
        }
    }

    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            var unused = worker.scheduleWithFixedDelay(this::lookAround, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }

    private Optional<RunId> open() {
        return runs.unfinished(RunKind.DUPLICATES).stream().map(Run::id).findFirst();
    }

    private RunId begin(String trigger) {
        RunId run = runs.open(RunKind.DUPLICATES, 0, trigger);
        if (config.plays(Role.ENGINE)) {
            worker.execute(this::lookAround);
        }
        return run;
    }

    /** Takes up what was asked for here or elsewhere, and ends what a node that died left behind. */
    private void lookAround() {
        try {
            for (Run run : runs.unfinished(RunKind.DUPLICATES)) {
                if (run.state() == RunState.QUEUED) {
                    take(run);
                } else if (lock.abandoned(run.id())) {
                    runs.fail(
                            run.id(),
                            ProblemDetail.of(
                                    500,
                                    "INTERRUPTED",
                                    "The search was interrupted by the end of its process.",
                                    "Search again; nothing is lost."));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("Searches that wait cannot be found right now; this is tried again", e);
        }
    }

    private void take(Run run) {
        try (RunLock.Held held = lock.take(run.id())) {
            if (held.ours() && runs.start(run.id())) {
                LogFields.of(LogFields.RUN, run.id().value()).during(() -> work(run));
            }
        }
    }

    private void work(Run run) {
        try {
            Scope scope = run.trigger().equals(IMPORT) ? Scope.CHANGED : Scope.EVERYBODY;
            Result found = search.search(scope, phase -> runs.progress(run.id(), new Progress(0, null, phase)));
            runs.finish(run.id(), RunState.COMPLETED, new Outcome(found, mergeBeyondDoubt()));
        } catch (SQLException | RuntimeException | Error e) {
            UUID incident = UUID.randomUUID();
            LOG.errorf(e, "Incident %s: search for duplicates", incident);
            runs.fail(
                    run.id(),
                    ProblemDetail.of(
                            500,
                            "UNEXPECTED",
                            "Something went wrong on our side; the incident is " + incident + ".",
                            "Search again; if it stays, give the incident number to your administrator."));
        }
    }

    /** Only where a person switched it on; a pair that the limits of identities refuse stays open. */
    private int mergeBeyondDoubt() throws SQLException {
        Optional<Double> from = settings.automatic();
        int merged = 0;
        for (Pair pair : from.isEmpty() ? java.util.List.<Pair>of() : duplicates.beyondDoubt(from.get())) {
            try {
                decisions.merge(pair.id(), "automatic", Link.Strength.SEEN);
                audit.record("automatic", "merge", "duplicate " + pair.id(), "merged", "");
                merged++;
            } catch (ProblemException refused) {
                LOG.debugf(
                        "Pair %s stays open: %s", pair.id(), refused.problem().code());
            }
        }
        return merged;
    }
}

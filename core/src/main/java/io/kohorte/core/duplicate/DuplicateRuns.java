// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.audit.Audit;
import io.kohorte.core.duplicate.DuplicateSearch.Result;
import io.kohorte.core.duplicate.DuplicateSearch.Scope;
import io.kohorte.core.duplicate.Duplicates.Pair;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.Link;
import io.kohorte.core.run.Progress;
import io.kohorte.core.run.Run;
import io.kohorte.core.run.RunId;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunLock;
import io.kohorte.core.run.RunQueue;
import io.kohorte.core.run.Runs;
import io.kohorte.core.source.ImportFinished;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Searches asked for and at work: one at a time, on any node that learns. */
@ApplicationScoped
class DuplicateRuns {

    private static final Logger LOG = Logger.getLogger(DuplicateRuns.class);
    private static final String MANUAL = "manual";
    private static final String IMPORT = "import";
    private static final RunQueue.Words WORDS = new RunQueue.Words(
            "search for duplicates of",
            "The search was interrupted by the end of its process.",
            "Search again; nothing is lost.");

    private final Runs runs;
    private final RunQueue queue;
    private final DuplicateSearch search;
    private final DuplicateSettings settings;
    private final Duplicates duplicates;
    private final Decisions decisions;
    private final Audit audit;
    private final KohorteConfig config;

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
        this.queue = new RunQueue(RunKind.DUPLICATES, runs, lock, WORDS, this::work);
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
        return open().orElseGet(() -> queue.request(0, MANUAL));
    }

    /** After the first search by hand, what an import changes is looked at by itself. */
    void imported(@Observes ImportFinished finished) throws SQLException {
        if (settings.hasSearched() && open().isEmpty()) {
            var unused = queue.request(0, IMPORT);
        }
    }

    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            queue.start();
        }
    }

    @PreDestroy
    void stop() {
        queue.close();
    }

    private Optional<RunId> open() {
        return runs.unfinished(RunKind.DUPLICATES).stream().map(Run::id).findFirst();
    }

    private Outcome work(Run run) throws SQLException {
        Scope scope = run.trigger().equals(IMPORT) ? Scope.CHANGED : Scope.EVERYBODY;
        Result found = search.search(scope, phase -> runs.progress(run.id(), new Progress(0, null, phase)));
        return new Outcome(found, mergeBeyondDoubt());
    }

    /** Only where a person switched it on; a pair that the limits of identities refuse stays open. */
    private int mergeBeyondDoubt() throws SQLException {
        Optional<Double> from = settings.automatic();
        int merged = 0;
        for (Pair pair : from.isEmpty() ? List.<Pair>of() : duplicates.beyondDoubt(from.get())) {
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
